import { epochMs } from '#domain/instant.ts';
import { subscriptionsOf } from '#store/digest-subscriptions.ts';
import type { DigestChoice } from '#views/home-preferences.ts';
import { teamsOfPerson } from '../claims/teams.ts';
import { rolesOf } from '../roles/role-spells.ts';
import type { Setting } from '../setting.ts';
import { zoneOfReader } from '../zone-of-reader.ts';
import { audiencesOf } from './audiences.ts';
import { nextDue } from './due-time.ts';

/** The digests that a person gets by direct message, and those of their own teams and the organization that they could. */
export async function digestsOf(
  setting: Setting,
  of: { readonly person: string; readonly slackUser: string },
): Promise<readonly DigestChoice[]> {
  const { person, slackUser } = of;
  const subscribed = await subscriptionsOf(setting.db, setting.workspaceId, slackUser);
  const teams = teamsOfPerson(setting, person, await rolesOf(setting, person));
  const own = new Set([...teams].map((team) => `team:${team}`));
  const all = audiencesOf(setting).filter(
    ({ key, scope }) => own.has(key) || subscribed.has(key) || scope.kind === 'organization',
  );
  const zone = await zoneOfReader(setting, slackUser);
  const now = epochMs(setting.now());
  return all.map(({ key, scope, time, zone: usual, channel }) => {
    const gets = subscribed.has(key);
    const next = nextDue(time, gets ? (zone ?? usual) : usual, now).at;
    return { scope, subscribed: gets, next: new Date(next).toISOString(), channel };
  });
}
