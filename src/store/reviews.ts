import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { reviews } from './schema/duties.ts';
import { requests } from './schema/request.ts';

export type ReviewRow = typeof reviews.$inferSelect;

type ReviewKind = ReviewRow['kind'];

/**
 * Adds a review of a request, or opens one anew that was not needed after all; null if there is one already.
 */
export async function addReview(tx: Executor, review: typeof reviews.$inferInsert): Promise<ReviewRow | null> {
  const { openedAt, dueAt, by } = review;
  const [row] = await tx
    .insert(reviews)
    .values(review)
    .onConflictDoUpdate({
      target: [reviews.requestId, reviews.kind],
      set: { openedAt, dueAt, by, answer: null, answeredAt: null, missedAt: null },
      setWhere: eq(reviews.answer, 'not_needed'),
    })
    .returning();
  return row ?? null;
}

export async function reviewById(db: Executor, workspaceId: string, id: string): Promise<ReviewRow | null> {
  const [row] = await db
    .select()
    .from(reviews)
    .where(and(eq(reviews.workspaceId, workspaceId), eq(reviews.id, id)));
  return row ?? null;
}

export async function reviewOfRequest(
  db: Executor,
  workspaceId: string,
  requestId: string,
  kind: ReviewKind = 'sample',
): Promise<ReviewRow | null> {
  const [row] = await db
    .select()
    .from(reviews)
    .where(and(eq(reviews.workspaceId, workspaceId), eq(reviews.requestId, requestId), eq(reviews.kind, kind)));
  return row ?? null;
}

/** Held until the transaction ends, so that it is answered once; null if there is none. */
export async function lockReview(tx: Executor, workspaceId: string, id: string): Promise<ReviewRow | null> {
  const [row] = await tx
    .select()
    .from(reviews)
    .where(and(eq(reviews.workspaceId, workspaceId), eq(reviews.id, id)))
    .for('update');
  return row ?? null;
}

/** Changes a row that the transaction holds. Throws an Error if it is gone. */
export async function changeReview(
  tx: Executor,
  row: ReviewRow,
  change: Partial<typeof reviews.$inferInsert>,
): Promise<ReviewRow> {
  const [changed] = await tx
    .update(reviews)
    .set(change)
    .where(and(eq(reviews.workspaceId, row.workspaceId), eq(reviews.id, row.id)))
    .returning();
  if (changed === undefined) throw new Error(`there is no review ${row.id}`);
  return changed;
}

/** Reviews that nobody has done, each with the request it is of; those due first come first. */
export async function openReviews(
  db: Executor,
  workspaceId: string,
  kinds: readonly ReviewKind[],
): Promise<readonly { readonly review: ReviewRow; readonly request: typeof requests.$inferSelect }[]> {
  return await db
    .select({ review: reviews, request: requests })
    .from(reviews)
    .innerJoin(requests, eq(requests.id, reviews.requestId))
    .where(and(eq(reviews.workspaceId, workspaceId), isNull(reviews.answeredAt), inArray(reviews.kind, [...kinds])))
    .orderBy(asc(reviews.dueAt));
}
