import type { People, PlaybookSet, Role } from '#playbook/playbook.ts';
import type { UserGroupRow } from '#store/user-groups.ts';

/** The user groups that roles name, each once. */
export function groupsNamed({ people }: PlaybookSet): readonly string[] {
  return [...new Set(Object.values(people.roles).flatMap((role) => groupOf(role) ?? []))];
}

/** The user group that a role is, or null for one whose people are listed. */
export function groupOf({ source }: Role): string | null {
  return 'slackUsergroup' in source ? source.slackUsergroup : null;
}

/** Role to its people; null where it is a user group of which it is not known who is in it. */
export function membersOf(
  people: People,
  groups: ReadonlyMap<string, Pick<UserGroupRow, 'slackUsers'>>,
): Record<string, readonly string[] | null> {
  return Object.fromEntries(
    Object.entries(people.roles).map(([role, { source }]) => [
      role,
      'people' in source ? source.people : peopleAmong(people, groups.get(source.slackUsergroup)?.slackUsers ?? null),
    ]),
  );
}

/** The people who hold one of these accounts: an account that people.yaml gives to nobody is nobody. */
function peopleAmong({ people }: People, slackUsers: readonly string[] | null): readonly string[] | null {
  if (slackUsers === null) return null;
  return Object.entries(people)
    .filter(([, { slack }]) => slack.some((account) => slackUsers.includes(account)))
    .map(([id]) => id);
}
