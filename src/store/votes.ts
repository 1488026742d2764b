import { and, eq } from 'drizzle-orm';
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
