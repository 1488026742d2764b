import type { Profile } from '#domain/chat.ts';
import { epochMs } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal, UpstreamError } from '#errors.ts';
import { matchable } from '#playbook/email-match.ts';
import { suspendedAccounts } from '#store/link-suspensions.ts';
import { profileRows } from '#store/profiles.ts';
import { takeProfile } from './links/take-profile.ts';
import { readUserGroups } from './roles/read-user-groups.ts';
import type { Setting } from './setting.ts';
import { personOf } from './who.ts';

/** Someone who acts, as the signed request named them. `person` is null for somebody people.yaml does not list. */
export interface Actor {
  readonly slackUser: string;
  readonly person: string | null;
  readonly name: string;
  /** Whether it is asked if the account still belongs to the person that people.yaml says. */
  readonly suspended?: true;
}

const profileAgeMs = 5 * 60_000;

/**
 * Who acts: a full, active, human member of the installed workspace (checks 5 to 7 of the order of checks). Throws a
 * Refusal for anybody else, with the code of why their vote could not count.
 */
export async function actorOf(setting: Setting, signed: { teamId: string; slackUser: string }): Promise<Actor> {
  if (signed.teamId !== setting.workspaceId) {
    throw new Refusal(
      'external',
      'You belong to another Slack workspace than this Countersign, so you cannot act here. Ask a member of this workspace.',
    );
  }
  const profile = await freshProfile(setting, signed.slackUser);
  if (profile === null || !profile.active) {
    throw new Refusal(
      'deactivated',
      'Slack does not know this account as active. Ask a workspace admin to restore it.',
    );
  }
  if (profile.kind === 'bot') {
    throw new Refusal('bot', 'Bots and apps hold no seat. A person has to do this.');
  }
  if (profile.kind !== 'member') {
    throw new Refusal(
      profile.kind,
      'Guests and external users cannot ask for or decide promotions. Ask a full member of this workspace to do it.',
    );
  }
  await readUserGroups(setting);
  const person = await personWith(setting, signed.slackUser);
  const { people } = setting.playbooks().set;
  const accounts = person === null ? [] : (people.people[person]?.slack ?? []);
  const suspended = await suspendedAccounts(setting.db, setting.workspaceId);
  const shared = { slackUser: signed.slackUser, name: profile.name };
  return accounts.some((account) => suspended.has(account))
    ? { ...shared, person: null, suspended: true }
    : { ...shared, person };
}

/** Whom the account belongs to; one whose address links it may have been seen for the first time just now. */
async function personWith(setting: Setting, slackUser: string): Promise<string | null> {
  const known = setting.playbooks().set;
  const person = personOf(known.people, slackUser);
  if (person !== null || matchable(known).size === 0) return person;
  await setting.refreshPlaybooks();
  return personOf(setting.playbooks().set.people, slackUser);
}

/** An actor that people.yaml lists. Throws a Refusal that says how to be listed. */
export function listedActor(setting: Setting, actor: Actor): Actor & { readonly person: string } {
  if (actor.person !== null) return { ...actor, person: actor.person };
  const { people } = setting.playbooks().set;
  if (actor.suspended === true) {
    throw new Refusal(
      'unlinked',
      `The e-mail address of your Slack account has changed, so it cannot decide until ${roleName([people.owner])} has said that you are still the same person. Ask one of them; their button is in the alarm channel.`,
    );
  }
  throw new Refusal(
    'unlinked',
    `Your Slack account (${actor.slackUser}) belongs to nobody in people.yaml, so it cannot decide. Ask ${people.owner} to add you.`,
  );
}

async function freshProfile(
  setting: Setting,
  slackUser: string,
): Promise<{ kind: string; active: boolean; name: string } | null> {
  const [known] = await profileRows(setting.db, setting.workspaceId, [slackUser]);
  const now = epochMs(setting.now());
  if (known !== undefined && Math.abs(now - known.seenAt.getTime()) < profileAgeMs) return known;
  try {
    const profile = await setting.readProfile(slackUser);
    if (profile !== null) await takeProfile(setting, profile);
    return profile;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    throw new Refusal(
      'profile_unread',
      'Slack did not say who you are, so nothing was recorded. Try again in a minute.',
      { cause: error },
    );
  }
}

/**
 * Reads who is in the user groups that roles name, and the profiles of everybody who may hold a seat and was not seen for
 * `olderThanMs`; of those whom an address would link, whoever has it. An account that Slack does not show is left as it was last seen: its votes count for as little as that
 * allows.
 */
export async function readPeopleAnew(setting: Setting, olderThanMs = 86_400_000): Promise<void> {
  await readUserGroups(setting, 0);
  const slackUsers = Object.values(setting.playbooks().set.people.people).flatMap((person) => person.slack);
  const known = await profileRows(setting.db, setting.workspaceId, slackUsers);
  const now = new Date(setting.now());
  for (const slackUser of slackUsers) {
    const seen = known.find((row) => row.slackUser === slackUser)?.seenAt.getTime();
    if (seen !== undefined && Math.abs(now.getTime() - seen) < olderThanMs) continue;
    await profileTaken(setting, () => setting.readProfile(slackUser));
  }
  const unlinked = [...matchable(setting.playbooks().set).keys()];
  for (const email of unlinked) await profileTaken(setting, () => setting.readProfileByEmail(email));
  if (unlinked.length > 0) await setting.refreshPlaybooks();
}

/** Keeps what Slack tells, if it does. */
async function profileTaken(setting: Setting, read: () => Promise<Profile | null>): Promise<void> {
  try {
    const profile = await read();
    if (profile !== null) await takeProfile(setting, profile);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
  }
}
