import { and, eq, lte } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { driftPolls } from './schema/drift.ts';

export type DriftPollRow = typeof driftPolls.$inferSelect;

/** Sees that there is a row for a connection; one that is there keeps its time. */
export async function seeDriftPoll(db: Executor, workspaceId: string, connection: string, nextAt: Date): Promise<void> {
  await db.insert(driftPolls).values({ workspaceId, connection, nextAt }).onConflictDoNothing();
}

/** Takes the turn to ask a monitor, so that of several workers one does; null if it is not due. */
export async function takeDriftPoll(
  db: Executor,
  workspaceId: string,
  connection: string,
  turn: { readonly now: Date; readonly until: Date },
): Promise<DriftPollRow | null> {
  const [row] = await db
    .update(driftPolls)
    .set({ nextAt: turn.until })
    .where(and(of({ workspaceId, connection }), lte(driftPolls.nextAt, turn.now)))
    .returning();
  return row ?? null;
}

export async function changeDriftPoll(
  db: Executor,
  row: Pick<DriftPollRow, 'workspaceId' | 'connection'>,
  change: Partial<DriftPollRow>,
): Promise<void> {
  await db.update(driftPolls).set(change).where(of(row));
}

function of({ workspaceId, connection }: Pick<DriftPollRow, 'workspaceId' | 'connection'>) {
  return and(eq(driftPolls.workspaceId, workspaceId), eq(driftPolls.connection, connection));
}
