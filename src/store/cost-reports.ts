import { and, eq } from 'drizzle-orm';
import type { CostDay } from '#domain/cost.ts';
import type { Executor } from './database.ts';
import { costReports } from './schema/cost-news.ts';

export type CostReportRow = typeof costReports.$inferSelect;

/** Takes the slot of a week's report; false if it is taken. */
export async function addCostReport(tx: Executor, row: typeof costReports.$inferInsert): Promise<boolean> {
  const added = await tx.insert(costReports).values(row).onConflictDoNothing().returning({ week: costReports.week });
  return added.length > 0;
}

export async function costReportOf(
  db: Executor,
  workspaceId: string,
  week: CostDay,
  audience: string,
): Promise<CostReportRow | null> {
  const [row] = await db
    .select()
    .from(costReports)
    .where(
      and(eq(costReports.workspaceId, workspaceId), eq(costReports.week, week), eq(costReports.audience, audience)),
    );
  return row ?? null;
}
