import { and, eq } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { budgetCrossings } from './schema/cost-news.ts';

export type CrossingRow = typeof budgetCrossings.$inferSelect;

/** Adds a threshold that is reached; null if that was known in this period. */
export async function addCrossing(tx: Executor, row: typeof budgetCrossings.$inferInsert): Promise<CrossingRow | null> {
  const [added] = await tx.insert(budgetCrossings).values(row).onConflictDoNothing().returning();
  return added ?? null;
}

export async function crossingById(db: Executor, workspaceId: string, id: string): Promise<CrossingRow | null> {
  const [row] = await db
    .select()
    .from(budgetCrossings)
    .where(and(eq(budgetCrossings.workspaceId, workspaceId), eq(budgetCrossings.id, id)));
  return row ?? null;
}
