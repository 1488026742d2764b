import { and, asc, eq, gte, inArray, isNotNull, isNull, like, lte, not, or, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { asks } from './schema/asks.ts';
import { requestGenerations, requests } from './schema/request.ts';

export type AskRow = typeof asks.$inferSelect;
type RequestRow = typeof requests.$inferSelect;

/** Records an ask; null if it was recorded already. */
export async function addAsk(tx: Executor, ask: typeof asks.$inferInsert): Promise<AskRow | null> {
  const [row] = await tx.insert(asks).values(ask).onConflictDoNothing().returning();
  return row ?? null;
}

/** Everything that was asked about a request, oldest first. */
export async function asksOfRequest(db: Executor, workspaceId: string, requestId: string): Promise<readonly AskRow[]> {
  return await db
    .select()
    .from(asks)
    .where(and(eq(asks.workspaceId, workspaceId), eq(asks.requestId, requestId)))
    .orderBy(asc(asks.askedAt), asc(asks.step));
}

/** What one message asks, each with its request, in the order of their numbers. */
export async function asksOfNote(
  db: Executor,
  workspaceId: string,
  noteId: string,
): Promise<readonly { readonly ask: AskRow; readonly request: RequestRow }[]> {
  return await db
    .select({ ask: asks, request: requests })
    .from(asks)
    .innerJoin(requests, eq(requests.id, asks.requestId))
    .where(and(eq(asks.workspaceId, workspaceId), eq(asks.noteId, noteId)))
    .orderBy(asc(requests.number));
}

/** What a person was asked and has not answered of requests that people are asked about now, oldest first. */
export async function openAsksOf(
  db: Executor,
  workspaceId: string,
  person: string,
): Promise<readonly { readonly ask: AskRow; readonly request: RequestRow }[]> {
  return await db
    .select({ ask: asks, request: requests })
    .from(asks)
    .innerJoin(requests, eq(requests.id, asks.requestId))
    .where(
      and(
        eq(asks.workspaceId, workspaceId),
        eq(asks.asked, person),
        isNull(asks.closedAt),
        not(like(asks.step, 'escalate:%')),
        eq(requests.state, 'open'),
        isNotNull(requests.nextAskAt),
      ),
    )
    .orderBy(asc(asks.askedAt));
}

/** How often each of these people was asked since then, reminders aside. */
export async function asksSince(
  db: Executor,
  workspaceId: string,
  people: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ asked: asks.asked, count: sql<number>`count(*)::int` })
    .from(asks)
    .where(
      and(
        eq(asks.workspaceId, workspaceId),
        inArray(asks.asked, [...people]),
        gte(asks.askedAt, since),
        or(eq(asks.step, 'first'), like(asks.step, 'again:%')),
      ),
    )
    .groupBy(asks.asked);
  return new Map(rows.map(({ asked, count }) => [asked, count]));
}

/** Marks asks as needing no answer any more. */
export async function closeAsks(tx: Executor, ids: readonly string[], closedAt: Date): Promise<void> {
  if (ids.length > 0)
    await tx
      .update(asks)
      .set({ closedAt })
      .where(inArray(asks.id, [...ids]));
}

/** Marks asks as showing a generation. */
export async function showGeneration(tx: Executor, ids: readonly string[], shownGeneration: number): Promise<void> {
  if (ids.length > 0)
    await tx
      .update(asks)
      .set({ shownGeneration })
      .where(inArray(asks.id, [...ids]));
}

/** Waits for others who remind this person, until the transaction ends. */
export async function lockReminders(tx: Executor, workspaceId: string, person: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`reminders:${workspaceId}:${person}`}, 0))`);
}

/** Open requests about which somebody is to be asked by now. */
export async function requestsToAskAbout(db: Executor, workspaceId: string, now: Date): Promise<readonly RequestRow[]> {
  return await db
    .select()
    .from(requests)
    .where(and(eq(requests.workspaceId, workspaceId), eq(requests.state, 'open'), lte(requests.nextAskAt, now)))
    .orderBy(requests.number);
}

/** Records when somebody is to be asked next; its revision stays, since nobody sees it. */
export async function setNextAsk(tx: Executor, row: RequestRow, nextAskAt: Date | null): Promise<void> {
  await tx
    .update(requests)
    .set({ nextAskAt })
    .where(and(eq(requests.workspaceId, row.workspaceId), eq(requests.id, row.id)));
}

/** Since when a request has the generation it has now. */
export async function generationSince(db: Executor, { id, generation, openedAt }: RequestRow): Promise<Date> {
  const [row] = await db
    .select({ at: requestGenerations.at })
    .from(requestGenerations)
    .where(and(eq(requestGenerations.requestId, id), eq(requestGenerations.generation, generation)));
  return row?.at ?? openedAt;
}

/** The digest of the facts that a generation of a request showed; null for one that was never recorded. */
export async function generationFacts(db: Executor, requestId: string, generation: number): Promise<string | null> {
  const [row] = await db
    .select({ factsDigest: requestGenerations.factsDigest })
    .from(requestGenerations)
    .where(and(eq(requestGenerations.requestId, requestId), eq(requestGenerations.generation, generation)));
  return row?.factsDigest ?? null;
}
