import { and, eq, isNull } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { roleMembers } from './schema/workspace.ts';

type RoleMemberRow = typeof roleMembers.$inferSelect;

/** Who came into a role and who left it. */
export interface RoleChange {
  readonly role: string;
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** Every spell of every person in every role, ended ones too. */
export async function roleMemberRows(db: Executor, workspaceId: string): Promise<readonly RoleMemberRow[]> {
  return await db
    .select()
    .from(roleMembers)
    .where(eq(roleMembers.workspaceId, workspaceId))
    .orderBy(roleMembers.role, roleMembers.person, roleMembers.since);
}

/**
 * Starts and ends spells so that exactly `members` (role to people) are in their roles from `at` on; who is in a role
 * of null stays as it was. Answers what changed, by role.
 */
export async function recordRoleMembers(
  db: Executor,
  workspaceId: string,
  members: Readonly<Record<string, readonly string[] | null>>,
  at: Date,
): Promise<readonly RoleChange[]> {
  const open = (await roleMemberRows(db, workspaceId)).filter((row) => row.until === null);
  const left = open.filter(({ role, person }) => {
    const now = members[role];
    return now === undefined || (now !== null && !now.includes(person));
  });
  for (const { role, person } of left) {
    await db
      .update(roleMembers)
      .set({ until: at })
      .where(
        and(
          eq(roleMembers.workspaceId, workspaceId),
          eq(roleMembers.role, role),
          eq(roleMembers.person, person),
          isNull(roleMembers.until),
        ),
      );
  }
  const joined = Object.entries(members).flatMap(([role, people]) =>
    (people ?? [])
      .filter((person) => !open.some((row) => row.role === role && row.person === person))
      .map((person) => ({ workspaceId, role, person, since: at })),
  );
  if (joined.length > 0) await db.insert(roleMembers).values(joined).onConflictDoNothing();
  const of = (rows: readonly { role: string; person: string }[], role: string) =>
    rows.filter((row) => row.role === role).map(({ person }) => person);
  return [...new Set([...joined, ...left].map(({ role }) => role))].sort().map((role) => ({
    role,
    joined: of(joined, role),
    left: of(left, role),
  }));
}
