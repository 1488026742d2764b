import { scopeWord } from '#domain/digest-scope.ts';
import type { DigestSectionName } from '#domain/digest-section.ts';
import { suggestion } from '#domain/suggestion.ts';
import type { DigestScope } from '#domain/weekly-digest.ts';
import { Refusal } from '#errors.ts';
import type { DigestAudience, OrgDigest } from '#playbook/organization.ts';
import { own } from '#playbook/own.ts';
import { isZone } from '#playbook/zone.ts';
import { openSubscriptions } from '#store/digest-subscriptions.ts';
import { channelOfTeam, likelyTeam, teamsOf } from '../claims/teams.ts';
import type { Setting } from '../setting.ts';
import { personOf } from '../who.ts';

/** Who gets a digest, and when and where. */
export interface Audience {
  /** As slots name it: `organization`, `team:fraud`, `leaders:heads`, or one of these after `person:U0ANA:`. */
  readonly key: string;
  readonly scope: DigestScope;
  /** Weekly local time, as `mon 09:00`, on the clock of `zone`. */
  readonly time: string;
  readonly zone: string;
  /** A channel, or the Slack account of a person. */
  readonly channel: string;
  readonly without: readonly DigestSectionName[];
}

const usual: OrgDigest = {
  time: 'mon 09:00',
  zone: null,
  channel: null,
  without: [],
  teams: {},
  leaders: [],
};

/** Those that the playbooks name: every team that is not off, the groups of leaders, and the organization. */
export function audiencesOf(setting: Setting): readonly Audience[] {
  const { org } = setting.playbooks().set;
  const digest = org.digest ?? usual;
  const ours = { key: 'organization', scope: { kind: 'organization', name: org.name } } as const;
  const all = digest.channel ?? org.channels.digest;
  return [
    ...teamsOf(setting).flatMap((team) => {
      const differs = own(digest.teams, team);
      if (differs?.off === true) return [];
      const scope = { kind: 'team', team } as const;
      return [audience(setting, { key: `team:${team}`, scope }, differs, channelOfTeam(setting, team))];
    }),
    ...digest.leaders.map((group) => {
      const teams = group.teams.length === 1 && group.teams[0] === 'all' ? null : group.teams;
      const scope = { kind: 'leaders', id: group.id, teams } as const;
      return audience(setting, { key: `leaders:${group.id}`, scope }, group, all);
    }),
    audience(setting, ours, digest, all),
  ];
}

/** Those and everybody who subscribed to one of them, on the clock of their own zone. */
export async function everyAudience(setting: Setting): Promise<readonly Audience[]> {
  const named = audiencesOf(setting);
  const byKey = new Map(named.map((one) => [one.key, one]));
  const subscribed = await openSubscriptions(setting.db, setting.workspaceId);
  return [
    ...named,
    ...subscribed.flatMap(({ slackUser, audience: key, zone }) => {
      const one = byKey.get(key);
      if (one === undefined) return [];
      return [{ ...one, key: `person:${slackUser}:${key}`, channel: slackUser, zone: isZone(zone) ? zone : one.zone }];
    }),
  ];
}

/**
 * The audience that a person means by a team, a group of leaders or `org`; by nothing, their own team, or else the
 * organization. Throws a Refusal that says what there is.
 */
export async function audienceMeant(setting: Setting, words: string, slackUser: string): Promise<Audience> {
  const all = audiencesOf(setting);
  const text = words
    .trim()
    .toLowerCase()
    .replace(/^team[ =:]/, '');
  const find = (key: string) => all.find((one) => one.key === key);
  if (text === '') {
    const person = personOf(setting.playbooks().set.people, slackUser);
    const team = person === null ? null : await likelyTeam(setting, person);
    const found = (team === null ? undefined : find(`team:${team}`)) ?? find('organization');
    if (found !== undefined) return found;
  }
  if (text === 'org' || text === 'organization') {
    const found = find('organization');
    if (found !== undefined) return found;
  }
  const found = find(`team:${text}`) ?? find(`leaders:${text}`);
  if (found !== undefined) return found;
  const names = all.map(({ scope }) => scopeWord(scope));
  const near = suggestion(text, names);
  throw new Refusal(
    'no_such_audience',
    `No digest is for ${words.trim()}. ${near === null ? `Name one of ${names.slice(0, 8).join(', ')}.` : `Did you mean ${near}?`}`,
  );
}

function audience(
  setting: Setting,
  who: Pick<Audience, 'key' | 'scope'>,
  differs: DigestAudience | undefined,
  channel: string,
): Audience {
  const { org } = setting.playbooks().set;
  const digest = org.digest ?? usual;
  return {
    ...who,
    time: differs?.time ?? digest.time,
    zone: differs?.zone ?? digest.zone ?? org.zone,
    channel: differs?.channel ?? channel,
    without: differs?.without ?? digest.without,
  };
}
