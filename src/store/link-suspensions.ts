import { and, eq, isNull } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { linkSuspensions } from './schema/workspace.ts';

export type LinkSuspension = typeof linkSuspensions.$inferSelect;

type NewSuspension = Omit<LinkSuspension, 'confirmedAt' | 'confirmedBy'>;

/** Adds it, or notes the newest address on the one that is open for the account. */
export async function suspendAccount(tx: Executor, row: NewSuspension): Promise<LinkSuspension> {
  const [changed] = await tx
    .insert(linkSuspensions)
    .values(row)
    .onConflictDoUpdate({
      target: [linkSuspensions.workspaceId, linkSuspensions.slackUser],
      targetWhere: isNull(linkSuspensions.confirmedAt),
      set: { became: row.became },
    })
    .returning();
  if (changed === undefined) throw new Error(`the suspension of ${row.slackUser} was not written`);
  return changed;
}

/** The accounts of which it is asked whether they belong to the same person. */
export async function suspendedAccounts(db: Executor, workspaceId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ slackUser: linkSuspensions.slackUser })
    .from(linkSuspensions)
    .where(and(eq(linkSuspensions.workspaceId, workspaceId), isNull(linkSuspensions.confirmedAt)));
  return new Set(rows.map(({ slackUser }) => slackUser));
}

export async function suspensionById(db: Executor, workspaceId: string, id: string): Promise<LinkSuspension | null> {
  const [row] = await db
    .select()
    .from(linkSuspensions)
    .where(and(eq(linkSuspensions.workspaceId, workspaceId), eq(linkSuspensions.id, id)));
  return row ?? null;
}

/** Ends one that is open; false if somebody did before. */
export async function confirmAccount(
  tx: Executor,
  { workspaceId, id }: LinkSuspension,
  confirmed: { readonly confirmedAt: Date; readonly confirmedBy: string },
): Promise<boolean> {
  const rows = await tx
    .update(linkSuspensions)
    .set(confirmed)
    .where(
      and(
        eq(linkSuspensions.workspaceId, workspaceId),
        eq(linkSuspensions.id, id),
        isNull(linkSuspensions.confirmedAt),
      ),
    )
    .returning({ id: linkSuspensions.id });
  return rows.length > 0;
}
