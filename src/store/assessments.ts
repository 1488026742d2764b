import { and, desc, eq } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { assessments } from './schema/maturity-answers.ts';

export type AssessmentRow = typeof assessments.$inferSelect;

export async function addAssessment(tx: Executor, row: typeof assessments.$inferInsert): Promise<void> {
  await tx.insert(assessments).values(row);
}

/** What was answered last about a model; null if nobody ever answered. */
export async function newestAssessment(
  db: Executor,
  workspaceId: string,
  model: string,
): Promise<AssessmentRow | null> {
  const [row] = await db
    .select()
    .from(assessments)
    .where(and(eq(assessments.workspaceId, workspaceId), eq(assessments.model, model)))
    .orderBy(desc(assessments.number))
    .limit(1);
  return row ?? null;
}

/** What was answered last about each model, by model. */
export async function newestAssessments(
  db: Executor,
  workspaceId: string,
): Promise<ReadonlyMap<string, AssessmentRow>> {
  const rows = await db
    .selectDistinctOn([assessments.model])
    .from(assessments)
    .where(eq(assessments.workspaceId, workspaceId))
    .orderBy(assessments.model, desc(assessments.number));
  return new Map(rows.map((row) => [row.model, row]));
}
