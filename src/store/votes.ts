import { and, eq, inArray } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { votes } from './schema/request.ts';

export type VoteRow = typeof votes.$inferSelect;

/** Adds one press of one person; false if that press is recorded already. */
export async function addVote(db: Executor, vote: Omit<typeof votes.$inferInsert, 'id'>): Promise<boolean> {
  const added = await db
    .insert(votes)
    .values(vote)
    .onConflictDoNothing({ target: [votes.requestId, votes.person, votes.pressId] })
    .returning({ id: votes.id });
  return added.length > 0;
}

/** In the order they were cast. */
export async function votesOf(db: Executor, workspaceId: string, requestId: string): Promise<readonly VoteRow[]> {
  return await db
    .select()
    .from(votes)
    .where(and(eq(votes.workspaceId, workspaceId), eq(votes.requestId, requestId)))
    .orderBy(votes.id);
}

/** The votes of several requests by request id, each in the order they were cast. */
export async function votesOfAll(
  db: Executor,
  workspaceId: string,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, readonly VoteRow[]>> {
  const rows = await db
    .select()
    .from(votes)
    .where(and(eq(votes.workspaceId, workspaceId), inArray(votes.requestId, [...requestIds])))
    .orderBy(votes.id);
  return Map.groupBy(rows, ({ requestId }) => requestId);
}
