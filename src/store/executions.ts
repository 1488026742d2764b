import { and, desc, eq } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { executions, type requests } from './schema/request.ts';

export type ExecutionRow = typeof executions.$inferSelect;

type Carried = Pick<
  typeof requests.$inferSelect,
  'id' | 'workspaceId' | 'generation' | 'registry' | 'modelName' | 'target' | 'version'
>;
type NewExecution = Pick<
  typeof executions.$inferInsert,
  'id' | 'previousVersion' | 'state' | 'startedAt' | 'finishedAt'
>;

/** Writes down that a request is carried out, on what it was asked for. */
export async function addExecution(tx: Executor, request: Carried, execution: NewExecution): Promise<ExecutionRow> {
  const { id: requestId, workspaceId, generation, registry, modelName, target, version } = request;
  const [row] = await tx
    .insert(executions)
    .values({ ...execution, requestId, workspaceId, generation, registry, modelName, target, version })
    .returning();
  if (row === undefined) throw new Error(`execution ${execution.id} was not written`);
  return row;
}

export async function executionById(db: Executor, workspaceId: string, id: string): Promise<ExecutionRow | null> {
  const [row] = await db
    .select()
    .from(executions)
    .where(and(eq(executions.workspaceId, workspaceId), eq(executions.id, id)));
  return row ?? null;
}

/** Ends a running execution; false if it had ended already. */
export async function finishExecution(
  tx: Executor,
  workspaceId: string,
  id: string,
  state: 'verified' | 'conflict' | 'failed',
  finishedAt: Date,
): Promise<boolean> {
  const rows = await tx
    .update(executions)
    .set({ state, finishedAt })
    .where(and(eq(executions.workspaceId, workspaceId), eq(executions.id, id), eq(executions.state, 'running')))
    .returning({ id: executions.id });
  return rows.length > 0;
}

/** The executions of a target, whatever became of them, newest first. */
export async function newestExecutions(
  db: Executor,
  { workspaceId, registry, modelName, target }: Pick<ExecutionRow, 'workspaceId' | 'registry' | 'modelName' | 'target'>,
  limit: number,
): Promise<readonly ExecutionRow[]> {
  return await db
    .select()
    .from(executions)
    .where(
      and(
        eq(executions.workspaceId, workspaceId),
        eq(executions.registry, registry),
        eq(executions.modelName, modelName),
        eq(executions.target, target),
      ),
    )
    .orderBy(desc(executions.seq))
    .limit(limit);
}

/** What this target was last set to by us, newest first. */
export async function verifiedExecutions(
  db: Executor,
  target: { workspaceId: string; registry: string; modelName: string; target: string },
  limit: number,
): Promise<readonly ExecutionRow[]> {
  return await db
    .select()
    .from(executions)
    .where(
      and(
        eq(executions.workspaceId, target.workspaceId),
        eq(executions.registry, target.registry),
        eq(executions.modelName, target.modelName),
        eq(executions.target, target.target),
        eq(executions.state, 'verified'),
      ),
    )
    .orderBy(desc(executions.seq))
    .limit(limit);
}
