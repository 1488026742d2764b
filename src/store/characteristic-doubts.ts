import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { characteristicDoubts } from './schema/maturity-answers.ts';

export type DoubtRow = typeof characteristicDoubts.$inferSelect;

/** Adds those that nobody was asked about yet, and returns them. */
export async function addDoubts(
  tx: Executor,
  rows: readonly (typeof characteristicDoubts.$inferInsert)[],
): Promise<readonly DoubtRow[]> {
  if (rows.length === 0) return [];
  return await tx
    .insert(characteristicDoubts)
    .values([...rows])
    .onConflictDoNothing()
    .returning();
}

/** What one message asked about. */
export async function doubtsOfAsk(db: Executor, workspaceId: string, askId: string): Promise<readonly DoubtRow[]> {
  return await db
    .select()
    .from(characteristicDoubts)
    .where(and(eq(characteristicDoubts.workspaceId, workspaceId), eq(characteristicDoubts.askId, askId)))
    .orderBy(asc(characteristicDoubts.characteristic));
}

/** Answers what is open of a model, or of one message where it is given; returns what was open. */
export async function answerDoubts(
  tx: Executor,
  of: { readonly workspaceId: string; readonly model: string; readonly askId?: string },
  answer: { readonly answeredAt: Date; readonly answeredBy: string; readonly explanation: string | null },
): Promise<readonly DoubtRow[]> {
  return await tx
    .update(characteristicDoubts)
    .set(answer)
    .where(
      and(
        eq(characteristicDoubts.workspaceId, of.workspaceId),
        eq(characteristicDoubts.model, of.model),
        of.askId === undefined ? undefined : eq(characteristicDoubts.askId, of.askId),
        isNull(characteristicDoubts.answeredAt),
      ),
    )
    .returning();
}
