import { and, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { liveRunStates } from './runs.ts';
import { runFollows, runs } from './schema/runs.ts';

export type FollowRow = typeof runFollows.$inferSelect;

/** Sees that there is a row for a connection; one that is there keeps its time. */
export async function seeFollowed(db: Executor, workspaceId: string, connection: string, nextAt: Date): Promise<void> {
  await db.insert(runFollows).values({ workspaceId, connection, nextAt }).onConflictDoNothing();
}

/** Has a connection looked at from a moment on at the latest, unless it asked us to wait. */
export async function wantFollowed(tx: Executor, workspaceId: string, connection: string, nextAt: Date): Promise<void> {
  await tx
    .insert(runFollows)
    .values({ workspaceId, connection, nextAt })
    .onConflictDoUpdate({
      target: [runFollows.workspaceId, runFollows.connection],
      set: {
        nextAt: sql`case when ${runFollows.failures} = 0 then least(${runFollows.nextAt}, excluded.next_at) else ${runFollows.nextAt} end`,
      },
    });
}

/**
 * Takes the turn to list a connection's runs, so that of several workers one does; null if it is not due. Should that
 * one die, the turn is free again at `until`.
 */
export async function takeFollow(
  db: Executor,
  workspaceId: string,
  connection: string,
  turn: { readonly now: Date; readonly until: Date },
): Promise<FollowRow | null> {
  const [row] = await db
    .update(runFollows)
    .set({ nextAt: turn.until })
    .where(
      and(
        eq(runFollows.workspaceId, workspaceId),
        eq(runFollows.connection, connection),
        lte(runFollows.nextAt, turn.now),
      ),
    )
    .returning();
  return row ?? null;
}

export async function changeFollow(
  db: Executor,
  row: Pick<FollowRow, 'workspaceId' | 'connection'>,
  change: Partial<FollowRow>,
): Promise<void> {
  await db
    .update(runFollows)
    .set(change)
    .where(and(eq(runFollows.workspaceId, row.workspaceId), eq(runFollows.connection, row.connection)));
}

export async function followOf(db: Executor, workspaceId: string, connection: string): Promise<FollowRow | null> {
  const [row] = await db
    .select()
    .from(runFollows)
    .where(and(eq(runFollows.workspaceId, workspaceId), eq(runFollows.connection, connection)));
  return row ?? null;
}

/** The ids of live runs whose message lags behind and was last edited at that time or earlier. */
export async function laggingRunsOn(
  db: Executor,
  workspaceId: string,
  connection: string,
  shownBefore: Date,
): Promise<readonly string[]> {
  const rows = await db
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.workspaceId, workspaceId),
        eq(runs.connection, connection),
        inArray(runs.state, [...liveRunStates]),
        eq(runs.lags, true),
        or(isNull(runs.shownAt), lte(runs.shownAt, shownBefore)),
      ),
    )
    .orderBy(runs.number);
  return rows.map(({ id }) => id);
}
