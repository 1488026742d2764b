import { and, eq, lte } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { costSources } from './schema/cost.ts';

export type CostSourceRow = typeof costSources.$inferSelect;

/** How far each bill has been read that ever was to be. */
export async function costSourceRows(db: Executor, workspaceId: string): Promise<readonly CostSourceRow[]> {
  return await db
    .select()
    .from(costSources)
    .where(eq(costSources.workspaceId, workspaceId))
    .orderBy(costSources.source);
}

/** Sees that there is a row for a bill; one that is there keeps its time. */
export async function seeCostSource(
  db: Executor,
  row: Pick<CostSourceRow, 'workspaceId' | 'source' | 'title' | 'nextAt'>,
): Promise<void> {
  await db.insert(costSources).values(row).onConflictDoNothing();
}

/**
 * Takes the turn to read a bill, so that of several workers one does; null if it is not due. Should that one die, the
 * turn is free again at `until`.
 */
export async function takeCostSource(
  db: Executor,
  { workspaceId, source }: Pick<CostSourceRow, 'workspaceId' | 'source'>,
  turn: { readonly now: Date; readonly until: Date },
): Promise<CostSourceRow | null> {
  const [row] = await db
    .update(costSources)
    .set({ nextAt: turn.until })
    .where(and(of({ workspaceId, source }), lte(costSources.nextAt, turn.now)))
    .returning();
  return row ?? null;
}

/** Held until the transaction ends; null if another reading was stored since this row was taken. */
export async function lockCostSource(tx: Executor, row: CostSourceRow): Promise<CostSourceRow | null> {
  const [found] = await tx
    .select()
    .from(costSources)
    .where(and(of(row), eq(costSources.revision, row.revision)))
    .for('update');
  return found ?? null;
}

export async function changeCostSource(
  tx: Executor,
  row: Pick<CostSourceRow, 'workspaceId' | 'source'>,
  change: Partial<typeof costSources.$inferInsert>,
): Promise<void> {
  await tx.update(costSources).set(change).where(of(row));
}

function of({ workspaceId, source }: Pick<CostSourceRow, 'workspaceId' | 'source'>) {
  return and(eq(costSources.workspaceId, workspaceId), eq(costSources.source, source));
}
