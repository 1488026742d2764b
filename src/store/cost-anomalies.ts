import { and, asc, eq, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { costAnomalies } from './schema/cost-news.ts';

export type AnomalyRow = typeof costAnomalies.$inferSelect;

/** What was found and not corrected since, the oldest first. */
export async function anomalyRows(db: Executor, workspaceId: string): Promise<readonly AnomalyRow[]> {
  return await db
    .select()
    .from(costAnomalies)
    .where(and(eq(costAnomalies.workspaceId, workspaceId), eq(costAnomalies.corrected, false)))
    .orderBy(asc(costAnomalies.firstDay), asc(costAnomalies.foundAt));
}

export async function addAnomaly(tx: Executor, row: typeof costAnomalies.$inferInsert): Promise<AnomalyRow | null> {
  const [added] = await tx.insert(costAnomalies).values(row).onConflictDoNothing().returning();
  return added ?? null;
}

export async function changeAnomaly(
  tx: Executor,
  { workspaceId, id }: Pick<AnomalyRow, 'workspaceId' | 'id'>,
  change: Partial<typeof costAnomalies.$inferInsert>,
): Promise<void> {
  await tx.update(costAnomalies).set(change).where(one(workspaceId, id));
}

/** Makes fast spending another thing that stands out; null, and nothing is changed, where that is known already. */
export async function changeRush(
  tx: Executor,
  { workspaceId, id }: Pick<AnomalyRow, 'workspaceId' | 'id'>,
  change: Pick<AnomalyRow, 'series' | 'service' | 'kind' | 'firstDay' | 'anomaly' | 'moved'>,
): Promise<AnomalyRow | null> {
  const { series, kind, firstDay } = change;
  const known = sql`exists (select 1 from ${costAnomalies} as other where other.workspace_id = ${workspaceId}
    and other.series = ${series} and other.kind = ${kind} and other.first_day = ${firstDay})`;
  const [changed] = await tx
    .update(costAnomalies)
    .set(change)
    .where(and(one(workspaceId, id), sql`not ${known}`))
    .returning();
  return changed ?? null;
}

export async function anomalyById(db: Executor, workspaceId: string, id: string): Promise<AnomalyRow | null> {
  const [row] = await db.select().from(costAnomalies).where(one(workspaceId, id));
  return row ?? null;
}

/** Held until the transaction ends; null if there is none. */
export async function lockAnomaly(tx: Executor, workspaceId: string, id: string): Promise<AnomalyRow | null> {
  const [row] = await tx.select().from(costAnomalies).where(one(workspaceId, id)).for('update');
  return row ?? null;
}

function one(workspaceId: string, id: string) {
  return and(eq(costAnomalies.workspaceId, workspaceId), eq(costAnomalies.id, id));
}
