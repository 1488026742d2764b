import { and, asc, eq } from 'drizzle-orm';
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
