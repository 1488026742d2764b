import { and, eq } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { cloudBudgetCrossings } from './schema/cloud-budgets.ts';

type CloudCrossingRow = typeof cloudBudgetCrossings.$inferSelect;

/** Notes a threshold; false if it was seen before. */
export async function addCloudCrossing(
  tx: Executor,
  crossing: typeof cloudBudgetCrossings.$inferInsert,
): Promise<boolean> {
  const added = await tx.insert(cloudBudgetCrossings).values(crossing).onConflictDoNothing().returning();
  return added.length > 0;
}

export async function cloudCrossing(db: Executor, workspaceId: string, id: string): Promise<CloudCrossingRow | null> {
  const [row] = await db
    .select()
    .from(cloudBudgetCrossings)
    .where(and(eq(cloudBudgetCrossings.workspaceId, workspaceId), eq(cloudBudgetCrossings.id, id)));
  return row ?? null;
}
