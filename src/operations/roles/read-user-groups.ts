import type { GroupReading, UnreadGroup } from '#domain/chat.ts';
import { UpstreamError } from '#errors.ts';
import { appendLedger } from '#store/ledger.ts';
import { currentPlaybooks } from '#store/playbook-versions.ts';
import { recordRoleMembers } from '#store/role-members.ts';
import { changeUserGroup, holdUserGroup, type UserGroupRow, userGroupsById } from '#store/user-groups.ts';
import { rejudgeRequests } from '../rejudge-requests.ts';
import type { Setting } from '../setting.ts';
import { groupOf, groupsNamed, membersOf } from './members-of.ts';

/** Time between two readings of a group where nobody acts, in milliseconds. */
export const groupSweepMs = 300_000;

/** How long who was in a group stays known while Slack does not answer. */
const trustedForMs = 900_000;

/** Sends the groups to be read if one of them was not for five minutes. */
export async function sweepUserGroups(setting: Setting): Promise<void> {
  if ((await groupsDue(setting, groupSweepMs)).length > 0) await setting.sendJob(setting.db, 'read-user-groups', {});
}

/**
 * Asks Slack who is in the user groups that roles name and were not asked for in the last `olderThanMs`. A change is in
 * the ledger, and live requests are judged again.
 */
export async function readUserGroups(setting: Setting, olderThanMs = 10_000): Promise<void> {
  for (const groupId of await groupsDue(setting, olderThanMs)) {
    const askedAt = new Date(setting.now());
    await recordReading(setting, groupId, await reading(setting, groupId), askedAt);
  }
}

async function groupsDue(
  { db, workspaceId, now, playbooks }: Setting,
  olderThanMs: number,
): Promise<readonly string[]> {
  const named = groupsNamed(playbooks().set);
  if (named.length === 0) return [];
  const known = await userGroupsById(db, workspaceId);
  const before = new Date(now()).getTime() - olderThanMs;
  return named.filter((id) => (known.get(id)?.askedAt.getTime() ?? 0) <= before);
}

async function reading(
  { readUserGroup }: Setting,
  groupId: string,
): Promise<GroupReading | { readonly unread: UnreadGroup }> {
  try {
    return await readUserGroup(groupId);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { unread: 'no_answer' };
  }
}

async function recordReading(
  setting: Setting,
  groupId: string,
  read: Awaited<ReturnType<typeof reading>>,
  askedAt: Date,
): Promise<void> {
  const { workspaceId } = setting;
  await setting.db.transaction(async (tx) => {
    // Held to the end, so that no other set comes into force whose roles this would overwrite.
    const inForce = await currentPlaybooks(tx, workspaceId, { lock: 'shared' });
    const { set, digest } = setting.playbooks();
    if (inForce?.digest !== digest) return;
    const before = await holdUserGroup(tx, workspaceId, groupId);
    if (before.askedAt > askedAt) return;
    const after = { ...before, ...changeBy(read, before, askedAt), askedAt };
    await changeUserGroup(tx, after);
    const roles = Object.values(set.people.roles).filter((role) => groupOf(role) === groupId);
    const changes =
      after.slackUsers === null || roles.length === 0
        ? []
        : await recordRoleMembers(tx, workspaceId, membersOfGroup(setting, after), askedAt);
    if (changes.length > 0 || after.unread !== before.unread) await rejudgeRequests(setting, tx);
    for (const { role, joined, left } of changes) {
      const entry = { role, group: groupId, joined: [...joined], left: [...left] };
      await appendLedger(tx, { workspaceId, event: 'role_members_changed', at: askedAt, entry });
    }
  });
}

/** The members of the roles that are this group; who is in the others stays as it is. */
function membersOfGroup(setting: Setting, group: UserGroupRow): Readonly<Record<string, readonly string[] | null>> {
  const { people } = setting.playbooks().set;
  const known = membersOf(people, new Map([[group.groupId, group]]));
  return Object.fromEntries(
    Object.entries(people.roles).map(([id, role]) => [
      id,
      groupOf(role) === group.groupId ? (known[id] ?? null) : null,
    ]),
  );
}

/** Who is in it stays known for a while when Slack does not answer; a refusal that lasts ends that at once. */
function changeBy(
  read: Awaited<ReturnType<typeof reading>>,
  before: UserGroupRow,
  askedAt: Date,
): Pick<UserGroupRow, 'slackUsers' | 'readAt' | 'unread'> {
  if ('slackUsers' in read) return { slackUsers: read.slackUsers, readAt: askedAt, unread: null };
  const { slackUsers, readAt, unread } = before;
  if (read.unread !== 'no_answer') return { slackUsers: null, readAt, unread: read.unread };
  const trusted = slackUsers !== null && readAt !== null && askedAt.getTime() - readAt.getTime() < trustedForMs;
  return trusted ? { slackUsers, readAt, unread } : { slackUsers: null, readAt, unread: unread ?? 'no_answer' };
}
