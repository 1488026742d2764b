import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { delegations } from './schema/delegations.ts';

export type DelegationRow = typeof delegations.$inferSelect;

/** Waits for others who delegate in this workspace, until the transaction ends. */
export async function lockDelegations(tx: Executor, workspaceId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`delegations:${workspaceId}`}, 0))`);
}

export async function addDelegation(tx: Executor, row: typeof delegations.$inferInsert): Promise<void> {
  await tx.insert(delegations).values(row);
}

/** Those whose end was not noted yet; with `since`, also those that ended after it. The one that begins first comes first. */
export async function delegationRows(
  db: Executor,
  workspaceId: string,
  since: Date | null = null,
): Promise<readonly DelegationRow[]> {
  const open = isNull(delegations.endedAt);
  return await db
    .select()
    .from(delegations)
    .where(
      and(eq(delegations.workspaceId, workspaceId), since === null ? open : or(open, gt(delegations.endedAt, since))),
    )
    .orderBy(asc(delegations.startsAt), asc(delegations.principal), asc(delegations.id));
}

export async function delegationById(db: Executor, workspaceId: string, id: string): Promise<DelegationRow | null> {
  const [row] = await db
    .select()
    .from(delegations)
    .where(and(eq(delegations.workspaceId, workspaceId), eq(delegations.id, id)));
  return row ?? null;
}

/** Those whose time is up and whose end was not noted yet. */
export async function delegationsDue(db: Executor, workspaceId: string, now: Date): Promise<readonly DelegationRow[]> {
  return await db
    .select()
    .from(delegations)
    .where(and(eq(delegations.workspaceId, workspaceId), isNull(delegations.endedAt), lte(delegations.endsAt, now)))
    .orderBy(asc(delegations.endsAt), asc(delegations.id));
}

/** Notes the end of one; null if it was noted before. */
export async function endDelegation(
  tx: Executor,
  { workspaceId, id }: Pick<DelegationRow, 'workspaceId' | 'id'>,
  end: { readonly endedAt: Date; readonly endedBy: string | null },
): Promise<DelegationRow | null> {
  const [row] = await tx
    .update(delegations)
    .set(end)
    .where(and(eq(delegations.workspaceId, workspaceId), eq(delegations.id, id), isNull(delegations.endedAt)))
    .returning();
  return row ?? null;
}
