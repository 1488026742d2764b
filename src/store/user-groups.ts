import { and, eq } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { userGroups } from './schema/workspace.ts';

export type UserGroupRow = typeof userGroups.$inferSelect;

/** Every user group that was ever asked for, by its id. */
export async function userGroupsById(db: Executor, workspaceId: string): Promise<ReadonlyMap<string, UserGroupRow>> {
  const rows = await db.select().from(userGroups).where(eq(userGroups.workspaceId, workspaceId));
  return new Map(rows.map((row) => [row.groupId, row]));
}

/** The group's row, held until the transaction ends; one of which nothing is known where there was none. */
export async function holdUserGroup(tx: Executor, workspaceId: string, groupId: string): Promise<UserGroupRow> {
  await tx
    .insert(userGroups)
    .values({ workspaceId, groupId, askedAt: new Date(0), unread: 'no_answer' })
    .onConflictDoNothing();
  const [row] = await tx.select().from(userGroups).where(isGroup(workspaceId, groupId)).for('update');
  if (row === undefined) throw new Error(`the row of user group ${groupId} is gone`);
  return row;
}

export async function changeUserGroup(tx: Executor, { workspaceId, groupId, ...change }: UserGroupRow): Promise<void> {
  await tx.update(userGroups).set(change).where(isGroup(workspaceId, groupId));
}

function isGroup(workspaceId: string, groupId: string) {
  return and(eq(userGroups.workspaceId, workspaceId), eq(userGroups.groupId, groupId));
}
