import { and, desc, eq, gt, inArray, lte, max, ne, or, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { type RequestState, requestGenerations, requests } from './schema/request.ts';

export type RequestRow = typeof requests.$inferSelect;
export type NewRequest = typeof requests.$inferInsert;

/** The states in which a request can still change. */
export const unsettled = ['open', 'approved', 'overridden', 'executing'] as const satisfies readonly RequestState[];

/** Waits for other writers of numbers in this workspace, so that numbers have no gaps and no doubles. */
export async function nextRequestNumber(tx: Executor, workspaceId: string): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`request-number:${workspaceId}`}, 0))`);
  const [row] = await tx
    .select({ last: max(requests.number) })
    .from(requests)
    .where(eq(requests.workspaceId, workspaceId));
  return (row?.last ?? 0) + 1;
}

export async function addRequest(tx: Executor, request: NewRequest): Promise<RequestRow> {
  const [row] = await tx.insert(requests).values(request).returning();
  if (row === undefined) throw new Error('the new request was not returned');
  return row;
}

export async function addGeneration(tx: Executor, generation: typeof requestGenerations.$inferInsert): Promise<void> {
  await tx.insert(requestGenerations).values(generation).onConflictDoNothing();
}

export async function requestById(db: Executor, workspaceId: string, id: string): Promise<RequestRow | null> {
  const [row] = await db
    .select()
    .from(requests)
    .where(and(eq(requests.workspaceId, workspaceId), eq(requests.id, id)));
  return row ?? null;
}

/** Holds the row until the transaction ends, so that decisions about one request happen one after the other. */
export async function lockRequest(tx: Executor, workspaceId: string, id: string): Promise<RequestRow | null> {
  const [row] = await tx
    .select()
    .from(requests)
    .where(and(eq(requests.workspaceId, workspaceId), eq(requests.id, id)))
    .for('update');
  return row ?? null;
}

export async function requestByNumber(db: Executor, workspaceId: string, number: number): Promise<RequestRow | null> {
  const [row] = await db
    .select()
    .from(requests)
    .where(and(eq(requests.workspaceId, workspaceId), eq(requests.number, number)));
  return row ?? null;
}

/** Compare-and-set: changes the row only if nobody did since it was read; null if somebody did. */
export async function changeRequest(
  tx: Executor,
  seen: RequestRow,
  change: Partial<Omit<NewRequest, 'id' | 'workspaceId' | 'revision'>>,
): Promise<RequestRow | null> {
  const [row] = await tx
    .update(requests)
    .set({ ...change, revision: seen.revision + 1 })
    .where(
      and(eq(requests.workspaceId, seen.workspaceId), eq(requests.id, seen.id), eq(requests.revision, seen.revision)),
    )
    .returning();
  return row ?? null;
}

/** Newest first. */
export async function requestsInStates(
  db: Executor,
  workspaceId: string,
  states: readonly RequestState[],
  limit: number,
): Promise<readonly RequestRow[]> {
  return await db
    .select()
    .from(requests)
    .where(and(eq(requests.workspaceId, workspaceId), inArray(requests.state, [...states])))
    .orderBy(desc(requests.number))
    .limit(limit);
}

/** Newest first, in every state. */
export async function requestsOfModel(
  db: Executor,
  workspaceId: string,
  registry: string,
  modelName: string,
  limit: number,
): Promise<readonly RequestRow[]> {
  return await db
    .select()
    .from(requests)
    .where(
      and(eq(requests.workspaceId, workspaceId), eq(requests.registry, registry), eq(requests.modelName, modelName)),
    )
    .orderBy(desc(requests.number))
    .limit(limit);
}

/** Requests last judged at or after an instant, oldest first; at most `limit`, with a number above `after`. */
export async function requestsJudgedSince(
  db: Executor,
  workspaceId: string,
  since: Date,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly RequestRow[]> {
  const judgedAt = sql`coalesce(${requests.judgedAt}, ${requests.settledAt}, ${requests.decidedAt}, ${requests.openedAt})`;
  return await db
    .select()
    .from(requests)
    .where(
      and(
        eq(requests.workspaceId, workspaceId),
        gt(requests.number, page.after),
        sql`${judgedAt} >= ${since.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(requests.number)
    .limit(page.limit);
}

/** Requests whose verdict may have changed by the clock alone, or whose deadline has come. */
export async function requestsDue(db: Executor, workspaceId: string, now: Date): Promise<readonly RequestRow[]> {
  return await db
    .select()
    .from(requests)
    .where(
      and(
        eq(requests.workspaceId, workspaceId),
        inArray(requests.state, ['open', 'approved', 'overridden']),
        or(
          lte(requests.nextChangeAt, now),
          lte(requests.deadline, now),
          inArray(requests.state, ['approved', 'overridden']),
        ),
      ),
    )
    .orderBy(requests.number);
}

/** The request that holds the lock of a target now, or null. */
export async function executingRequest(
  db: Executor,
  workspaceId: string,
  registry: string,
  modelName: string,
  target: string,
): Promise<RequestRow | null> {
  const [row] = await db
    .select()
    .from(requests)
    .where(
      and(
        eq(requests.workspaceId, workspaceId),
        eq(requests.registry, registry),
        eq(requests.modelName, modelName),
        eq(requests.target, target),
        eq(requests.state, 'executing'),
      ),
    );
  return row ?? null;
}

/** Earlier requests for the same model, target and action that no execution holds, locked. */
export async function olderUnsettledRequests(tx: Executor, than: RequestRow): Promise<readonly RequestRow[]> {
  return await tx
    .select()
    .from(requests)
    .where(
      and(
        eq(requests.workspaceId, than.workspaceId),
        eq(requests.registry, than.registry),
        eq(requests.modelName, than.modelName),
        eq(requests.target, than.target),
        eq(requests.action, than.action),
        inArray(requests.state, ['open', 'approved', 'overridden']),
        ne(requests.id, than.id),
      ),
    )
    .for('update');
}

/** A model's requests that can still change, newest first. */
export async function liveRequestsOfModel(
  db: Executor,
  workspaceId: string,
  registry: string,
  modelName: string,
): Promise<readonly RequestRow[]> {
  const rows = await requestsOfModel(db, workspaceId, registry, modelName, 100);
  const live: readonly RequestState[] = unsettled;
  return rows.filter((row) => live.includes(row.state));
}
