import type { UnreadGroup } from '#domain/chat.ts';
import { epochMs, type Instant } from '#domain/instant.ts';
import { type Facts, isUnknown, type RoleMember } from '#playbook/facts.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import type { Executor } from '#store/database.ts';
import { roleMemberRows } from '#store/role-members.ts';
import { userGroupsById } from '#store/user-groups.ts';
import type { Setting } from '../setting.ts';
import { groupOf, groupsNamed } from './members-of.ts';

/** Who is and was in each role; unknown where a user group was not read. */
export async function readRoleSpells(db: Executor, workspaceId: string, set: PlaybookSet): Promise<Facts['roles']> {
  const rows = await roleMemberRows(db, workspaceId);
  const groups = groupsNamed(set).length === 0 ? new Map() : await userGroupsById(db, workspaceId);
  const spells = Map.groupBy(rows, ({ role }) => role);
  return Object.fromEntries(
    Object.entries(set.people.roles).map(([role, settings]) => {
      const group = groupOf(settings);
      const unread = group === null ? null : unreadWhy(groups, group);
      if (group !== null && unread !== null) return [role, { unknown: unreadSentence(group, unread) }];
      const told = (spells.get(role) ?? []).map(({ person, since, until }) => ({
        person,
        since: since.toISOString(),
        until: until?.toISOString() ?? null,
      }));
      return [role, told];
    }),
  );
}

/** The people who are in a role at a moment, in the order in which it lists them; nobody where that is not known. */
export async function peopleInRole(
  { workspaceId, playbooks }: Pick<Setting, 'workspaceId' | 'playbooks'>,
  db: Executor,
  role: string,
  now: Instant,
): Promise<readonly string[]> {
  const { set } = playbooks();
  const members = (await readRoleSpells(db, workspaceId, set))[role] ?? [];
  if (isUnknown(members)) return [];
  const people = members.filter((spell) => runs(spell, now)).map(({ person }) => person);
  const source = set.people.roles[role]?.source;
  return source !== undefined && 'people' in source ? source.people.filter((one) => people.includes(one)) : people;
}

/** The roles that a person is in now; a user group that was not read makes nobody its member. */
export async function rolesOf(
  { db, workspaceId, playbooks, now }: Pick<Setting, 'db' | 'workspaceId' | 'playbooks' | 'now'>,
  person: string,
): Promise<readonly string[]> {
  const roles = Object.entries(await readRoleSpells(db, workspaceId, playbooks().set));
  const isIn = (members: Facts['roles'][string]) =>
    !isUnknown(members) && members.some((spell) => spell.person === person && runs(spell, now()));
  return roles.filter(([, members]) => isIn(members)).map(([role]) => role);
}

function runs({ since, until }: RoleMember, now: Instant): boolean {
  return epochMs(since) <= epochMs(now) && (until === null || epochMs(until) > epochMs(now));
}

function unreadWhy(groups: Awaited<ReturnType<typeof userGroupsById>>, groupId: string): UnreadGroup | null {
  const row = groups.get(groupId);
  return row === undefined ? 'no_answer' : row.unread;
}

/** What is the matter with a group, and what to do. */
function unreadSentence(groupId: string, why: UnreadGroup): string {
  const whose = `who is in the Slack user group ${groupId}`;
  switch (why) {
    case 'missing_scope':
      return `Countersign may not see ${whose}: grant the app usergroups:read and install it again.`;
    case 'paid_plans_only':
      return `Slack does not tell ${whose}, since user groups need a paid plan: list the people of the role instead.`;
    case 'no_such_group':
      return `Slack knows no user group ${groupId}, or it is switched off: switch it on, or mend people.yaml.`;
    case 'no_answer':
      return `Slack has not told yet ${whose}. It is asked again within five minutes.`;
  }
}
