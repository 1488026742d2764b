import { and, asc, eq, isNull, lte } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { isOneOf, type ModelKey } from './model-keys.ts';
import { criteria } from './schema/criteria.ts';
import { requests } from './schema/request.ts';

export type CriterionRow = typeof criteria.$inferSelect;

/** A criterion with the number of the request whose rejection set it. */
export interface NumberedCriterion {
  readonly criterion: CriterionRow;
  readonly number: number;
}

/** Adds what a rejection demands; a second one of the same request is refused by the table. */
export async function addCriterion(tx: Executor, row: typeof criteria.$inferInsert): Promise<CriterionRow> {
  const [added] = await tx.insert(criteria).values(row).returning();
  if (added === undefined) throw new Error('the new criterion was not returned');
  return added;
}

/** What was demanded when a request was rejected, open or ended; null for nothing. */
export async function criterionOfRequest(
  db: Executor,
  workspaceId: string,
  requestId: string,
): Promise<CriterionRow | null> {
  const [row] = await db.select().from(criteria).where(ofRequest(workspaceId, requestId));
  return row ?? null;
}

/** As `criterionOfRequest`, held until the transaction ends. */
export async function lockCriterion(
  tx: Executor,
  workspaceId: string,
  requestId: string,
): Promise<CriterionRow | null> {
  const [row] = await tx.select().from(criteria).where(ofRequest(workspaceId, requestId)).for('update');
  return row ?? null;
}

/** Ends an open criterion; null if it had ended already. */
export async function finishCriterion(
  tx: Executor,
  row: CriterionRow,
  end: Pick<CriterionRow, 'ended' | 'endedAt'> & Partial<Pick<CriterionRow, 'metBy' | 'withdrawnBy' | 'reason'>>,
): Promise<CriterionRow | null> {
  const [changed] = await tx
    .update(criteria)
    .set(end)
    .where(and(eq(criteria.workspaceId, row.workspaceId), eq(criteria.id, row.id), isNull(criteria.endedAt)))
    .returning();
  return changed ?? null;
}

/** What is demanded now of a model's candidates for one target, oldest first. */
export async function openCriteria(
  db: Executor,
  place: {
    readonly workspaceId: string;
    readonly registry: string;
    readonly modelName: string;
    readonly target: string;
  },
): Promise<readonly NumberedCriterion[]> {
  return await db
    .select({ criterion: criteria, number: requests.number })
    .from(criteria)
    .innerJoin(requests, eq(requests.id, criteria.requestId))
    .where(
      and(
        eq(criteria.workspaceId, place.workspaceId),
        eq(criteria.registry, place.registry),
        eq(criteria.modelName, place.modelName),
        eq(criteria.target, place.target),
        isNull(criteria.endedAt),
      ),
    )
    .orderBy(asc(requests.number));
}

/** What is demanded now of candidates of these models, oldest first, with what a press of it carries. */
export async function openCriteriaOfModels(
  db: Executor,
  workspaceId: string,
  keys: readonly ModelKey[],
): Promise<readonly (NumberedCriterion & { readonly generation: number; readonly code: string })[]> {
  if (keys.length === 0) return [];
  const { number, generation, code } = requests;
  return await db
    .select({ criterion: criteria, number, generation, code })
    .from(criteria)
    .innerJoin(requests, eq(requests.id, criteria.requestId))
    .where(
      and(
        eq(criteria.workspaceId, workspaceId),
        isOneOf(criteria.registry, criteria.modelName, keys),
        isNull(criteria.endedAt),
      ),
    )
    .orderBy(asc(number));
}

/** Holds what is demanded now of candidates for a target until the transaction ends. */
export async function lockOpenCriteria(
  tx: Executor,
  { workspaceId, registry, modelName, target }: Pick<CriterionRow, 'workspaceId' | 'registry' | 'modelName' | 'target'>,
): Promise<void> {
  await tx
    .select({ id: criteria.id })
    .from(criteria)
    .where(
      and(
        eq(criteria.workspaceId, workspaceId),
        eq(criteria.registry, registry),
        eq(criteria.modelName, modelName),
        eq(criteria.target, target),
        isNull(criteria.endedAt),
      ),
    )
    .orderBy(asc(criteria.id))
    .for('update');
}

/** Open ones whose due date has come. */
export async function criteriaDue(db: Executor, workspaceId: string, now: Date): Promise<readonly CriterionRow[]> {
  return await db
    .select()
    .from(criteria)
    .where(and(eq(criteria.workspaceId, workspaceId), isNull(criteria.endedAt), lte(criteria.dueAt, now)))
    .orderBy(asc(criteria.dueAt));
}

function ofRequest(workspaceId: string, requestId: string) {
  return and(eq(criteria.workspaceId, workspaceId), eq(criteria.requestId, requestId));
}
