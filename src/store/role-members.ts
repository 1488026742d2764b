import { and, eq, isNull } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { roleMembers } from './schema/workspace.ts';

export type RoleMemberRow = typeof roleMembers.$inferSelect;

/** Every spell of every person in every role, ended ones too. */
export async function roleMemberRows(db: Executor, workspaceId: string): Promise<readonly RoleMemberRow[]> {
  return await db
    .select()
    .from(roleMembers)
    .where(eq(roleMembers.workspaceId, workspaceId))
    .orderBy(roleMembers.role, roleMembers.person, roleMembers.since);
}

/** Starts and ends spells so that exactly `members` (role to people) are in their roles from `at` on. */
export async function recordRoleMembers(
  db: Executor,
  workspaceId: string,
  members: Readonly<Record<string, readonly string[]>>,
  at: Date,
): Promise<void> {
  const open = (await roleMemberRows(db, workspaceId)).filter((row) => row.until === null);
  for (const row of open) {
    if (members[row.role]?.includes(row.person) === true) continue;
    await db
      .update(roleMembers)
      .set({ until: at })
      .where(
        and(
          eq(roleMembers.workspaceId, workspaceId),
          eq(roleMembers.role, row.role),
          eq(roleMembers.person, row.person),
          isNull(roleMembers.until),
        ),
      );
  }
  const joined = Object.entries(members).flatMap(([role, people]) =>
    people
      .filter((person) => !open.some((row) => row.role === role && row.person === person))
      .map((person) => ({ workspaceId, role, person, since: at })),
  );
  if (joined.length > 0) await db.insert(roleMembers).values(joined).onConflictDoNothing();
}
