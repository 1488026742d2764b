import { and, asc, eq, gte, isNull, or, sql } from 'drizzle-orm';
import type { Capability } from '#domain/maturity.ts';
import type { Executor } from './database.ts';
import { spotChecks } from './schema/maturity-answers.ts';

export type SpotCheckRow = typeof spotChecks.$inferSelect;

/** That a capability of a model was verified in a week. */
export interface VerifiedClaim {
  /** The model's id in the catalogue. */
  readonly model: string;
  readonly capability: Capability;
}

/** What was recorded as verified in a week. */
export async function verifiedClaims(
  db: Executor,
  workspaceId: string,
  week: string,
): Promise<readonly VerifiedClaim[]> {
  const { rows } = await db.execute<{ model: string; capability: never }>(sql`
    select subject as model, rung.key as capability
    from maturity_weeks, jsonb_each_text(rungs) rung
    where workspace_id = ${workspaceId} and week = ${week} and kind = 'model' and rung.value = 'verified'
    order by 1, 2`);
  return rows;
}

/** Takes the place of a week; false where it has one. */
export async function addSpotCheck(tx: Executor, row: typeof spotChecks.$inferInsert): Promise<boolean> {
  const added = await tx.insert(spotChecks).values(row).onConflictDoNothing().returning({ id: spotChecks.id });
  return added.length > 0;
}

/** Whether a week has one. */
export async function spotCheckDrawn(db: Executor, workspaceId: string, week: string): Promise<boolean> {
  const [row] = await db
    .select({ id: spotChecks.id })
    .from(spotChecks)
    .where(and(eq(spotChecks.workspaceId, workspaceId), eq(spotChecks.week, week)));
  return row !== undefined;
}

/** Those drawn or answered since a moment, the oldest first. */
export async function spotChecksSince(
  db: Executor,
  workspaceId: string,
  since: Date,
): Promise<readonly SpotCheckRow[]> {
  return await db
    .select()
    .from(spotChecks)
    .where(
      and(
        eq(spotChecks.workspaceId, workspaceId),
        or(gte(spotChecks.drawnAt, since), gte(spotChecks.answeredAt, since)),
      ),
    )
    .orderBy(asc(spotChecks.week));
}

export async function spotCheckById(db: Executor, workspaceId: string, id: string): Promise<SpotCheckRow | null> {
  const [row] = await db
    .select()
    .from(spotChecks)
    .where(and(eq(spotChecks.workspaceId, workspaceId), eq(spotChecks.id, id)));
  return row ?? null;
}

/** Answers one that is open; false where it was answered. */
export async function answerSpotCheck(
  tx: Executor,
  of: Pick<SpotCheckRow, 'workspaceId' | 'id'>,
  answer: { readonly answeredAt: Date; readonly answeredBy: string; readonly shown: boolean; readonly note: string },
): Promise<boolean> {
  const answered = await tx
    .update(spotChecks)
    .set(answer)
    .where(and(eq(spotChecks.workspaceId, of.workspaceId), eq(spotChecks.id, of.id), isNull(spotChecks.answeredAt)))
    .returning({ id: spotChecks.id });
  return answered.length > 0;
}
