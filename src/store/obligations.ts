import { and, asc, eq, isNull, lte, ne } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { obligations } from './schema/duties.ts';

export type ObligationRow = typeof obligations.$inferSelect;

/** Adds what a request owes, once. */
export async function addObligations(
  tx: Executor,
  rows: readonly (typeof obligations.$inferInsert)[],
): Promise<readonly ObligationRow[]> {
  if (rows.length === 0) return [];
  return await tx
    .insert(obligations)
    .values([...rows])
    .onConflictDoNothing()
    .returning();
}

export async function obligationById(db: Executor, workspaceId: string, id: string): Promise<ObligationRow | null> {
  const [row] = await db.select().from(obligations).where(one(workspaceId, id));
  return row ?? null;
}

/** Held until the transaction ends, so that each check happens once; null if there is none. */
export async function lockObligation(tx: Executor, workspaceId: string, id: string): Promise<ObligationRow | null> {
  const [row] = await tx.select().from(obligations).where(one(workspaceId, id)).for('update');
  return row ?? null;
}

/** Changes a row that the transaction holds. Throws an Error if it is gone. */
export async function changeObligation(
  tx: Executor,
  row: ObligationRow,
  change: Partial<typeof obligations.$inferInsert>,
): Promise<ObligationRow> {
  const [changed] = await tx.update(obligations).set(change).where(one(row.workspaceId, row.id)).returning();
  if (changed === undefined) throw new Error(`there is no obligation ${row.id}`);
  return changed;
}

/** Open ones whose next check is due. */
export async function obligationsDue(db: Executor, workspaceId: string, now: Date): Promise<readonly ObligationRow[]> {
  return await db
    .select()
    .from(obligations)
    .where(
      and(eq(obligations.workspaceId, workspaceId), isNull(obligations.endedAt), lte(obligations.nextCheckAt, now)),
    )
    .orderBy(asc(obligations.nextCheckAt));
}

/** What one request owes or owed, in the order of its policy. */
export async function obligationsOfRequest(
  db: Executor,
  workspaceId: string,
  requestId: string,
): Promise<readonly ObligationRow[]> {
  return await db
    .select()
    .from(obligations)
    .where(and(eq(obligations.workspaceId, workspaceId), eq(obligations.requestId, requestId)))
    .orderBy(asc(obligations.position));
}

/** What was owed for the same target before another request took its place, locked. */
export async function openObligationsBefore(
  tx: Executor,
  by: { workspaceId: string; registry: string; modelName: string; target: string; id: string },
): Promise<readonly ObligationRow[]> {
  return await tx
    .select()
    .from(obligations)
    .where(
      and(
        eq(obligations.workspaceId, by.workspaceId),
        eq(obligations.registry, by.registry),
        eq(obligations.modelName, by.modelName),
        eq(obligations.target, by.target),
        ne(obligations.requestId, by.id),
        isNull(obligations.endedAt),
      ),
    )
    .orderBy(asc(obligations.openedAt), asc(obligations.position))
    .for('update');
}

function one(workspaceId: string, id: string) {
  return and(eq(obligations.workspaceId, workspaceId), eq(obligations.id, id));
}
