import { and, desc, eq } from 'drizzle-orm';
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

/** The last week whose slot for an audience is taken; null if none ever was. */
export async function lastReportedWeek(db: Executor, workspaceId: string, audience: string): Promise<CostDay | null> {
  const [row] = await db
    .select({ week: costReports.week })
    .from(costReports)
    .where(and(eq(costReports.workspaceId, workspaceId), eq(costReports.audience, audience)))
    .orderBy(desc(costReports.week))
    .limit(1);
  return row?.week ?? null;
}
