import { and, asc, desc, eq, gt, inArray, isNull, lte } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { rollouts } from './schema/rollout.ts';

export type RolloutRow = typeof rollouts.$inferSelect;

export async function addRollout(tx: Executor, row: typeof rollouts.$inferInsert): Promise<void> {
  await tx.insert(rollouts).values(row);
}

/** The rollout of an execution; null if it moves no traffic. */
export async function rolloutOf(db: Executor, workspaceId: string, executionId: string): Promise<RolloutRow | null> {
  const [row] = await db.select().from(rollouts).where(one(workspaceId, executionId));
  return row ?? null;
}

/** Held until the transaction ends; null if the execution moves no traffic. */
export async function lockRollout(tx: Executor, workspaceId: string, executionId: string): Promise<RolloutRow | null> {
  const [row] = await tx.select().from(rollouts).where(one(workspaceId, executionId)).for('update');
  return row ?? null;
}

/** The rollout of a request's last execution that moved traffic, or null. */
export async function rolloutOfRequest(
  db: Executor,
  workspaceId: string,
  requestId: string,
): Promise<RolloutRow | null> {
  const [row] = await db
    .select()
    .from(rollouts)
    .where(and(eq(rollouts.workspaceId, workspaceId), eq(rollouts.requestId, requestId)))
    .orderBy(desc(rollouts.startedAt))
    .limit(1);
  return row ?? null;
}

/** Changes a row that the transaction holds. Throws an Error if it is gone. */
export async function changeRollout(
  tx: Executor,
  row: RolloutRow,
  change: Partial<typeof rollouts.$inferInsert>,
): Promise<RolloutRow> {
  const [changed] = await tx.update(rollouts).set(change).where(one(row.workspaceId, row.executionId)).returning();
  if (changed === undefined) throw new Error(`there is no rollout of execution ${row.executionId}`);
  return changed;
}

/** Those that wait for a deployment or the next step, and whose time to look has come. */
export async function rolloutsDue(db: Executor, workspaceId: string, now: Date): Promise<readonly RolloutRow[]> {
  return await db
    .select()
    .from(rollouts)
    .where(
      and(
        eq(rollouts.workspaceId, workspaceId),
        inArray(rollouts.state, ['deploying', 'holding', 'removing']),
        lte(rollouts.dueAt, now),
      ),
    )
    .orderBy(asc(rollouts.dueAt));
}

/** Those that are done and whose replaced deployment may be taken away by now. */
export async function rolloutsToRetire(db: Executor, workspaceId: string, now: Date): Promise<readonly RolloutRow[]> {
  return await db
    .select()
    .from(rollouts)
    .where(
      and(
        eq(rollouts.workspaceId, workspaceId),
        eq(rollouts.state, 'done'),
        isNull(rollouts.retiredAt),
        lte(rollouts.retireAt, now),
      ),
    )
    .orderBy(asc(rollouts.retireAt));
}

/** What moved the traffic of the same endpoint after this one began. */
export async function rolloutsAfter(tx: Executor, row: RolloutRow): Promise<readonly RolloutRow[]> {
  return await tx
    .select()
    .from(rollouts)
    .where(
      and(
        eq(rollouts.workspaceId, row.workspaceId),
        eq(rollouts.registry, row.registry),
        eq(rollouts.endpoint, row.endpoint),
        gt(rollouts.startedAt, row.startedAt),
      ),
    );
}

function one(workspaceId: string, executionId: string) {
  return and(eq(rollouts.workspaceId, workspaceId), eq(rollouts.executionId, executionId));
}
