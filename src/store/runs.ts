import { and, desc, eq, gte, inArray, isNotNull, isNull, lt, max, notInArray, or, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { type FollowedState, runs } from './schema/runs.ts';

export type RunRow = typeof runs.$inferSelect;
export type NewRun = typeof runs.$inferInsert;

/** The states in which a run can still change. */
export const liveRunStates = [
  'starting',
  'queued',
  'running',
  'paused',
  'cancelling',
] as const satisfies FollowedState[];

/** Waits for other writers of numbers in this workspace, so that numbers have no gaps and no doubles. */
export async function nextRunNumber(tx: Executor, workspaceId: string): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`run-number:${workspaceId}`}, 0))`);
  const [row] = await tx
    .select({ last: max(runs.number) })
    .from(runs)
    .where(eq(runs.workspaceId, workspaceId));
  return (row?.last ?? 0) + 1;
}

export async function addRun(tx: Executor, run: NewRun): Promise<RunRow> {
  const [row] = await tx.insert(runs).values(run).returning();
  if (row === undefined) throw new Error('the new run was not returned');
  return row;
}

export async function runById(db: Executor, workspaceId: string, id: string): Promise<RunRow | null> {
  const [row] = await db.select().from(runs).where(one(workspaceId, id));
  return row ?? null;
}

/** Held until the transaction ends. Throws an Error if there is no such run. */
export async function lockRun(tx: Executor, workspaceId: string, id: string): Promise<RunRow> {
  const [row] = await tx.select().from(runs).where(one(workspaceId, id)).for('update');
  if (row === undefined) throw new Error(`there is no run ${id}`);
  return row;
}

/** Changes a row that the transaction holds. Throws an Error if it is gone. */
export async function changeRun(tx: Executor, row: RunRow, change: Partial<NewRun>): Promise<RunRow> {
  const [changed] = await tx.update(runs).set(change).where(one(row.workspaceId, row.id)).returning();
  if (changed === undefined) throw new Error(`there is no run ${row.id}`);
  return changed;
}

export async function runByNumber(db: Executor, workspaceId: string, number: number): Promise<RunRow | null> {
  const [row] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), eq(runs.number, number)));
  return row ?? null;
}

/** The run of a connection that was started under a key, or that its engine knows by an id; null if there is none. */
export async function runByKeyOrEngineId(
  db: Executor,
  workspaceId: string,
  told: { readonly connection: string; readonly key: string | null; readonly id: string },
): Promise<RunRow | null> {
  const [row] = await db
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.workspaceId, workspaceId),
        eq(runs.connection, told.connection),
        told.key === null ? eq(runs.engineId, told.id) : or(eq(runs.key, told.key), eq(runs.engineId, told.id)),
      ),
    )
    .orderBy(desc(runs.number))
    .limit(1);
  return row ?? null;
}

/** The run that a generation of a request started or tried to, or null. */
export async function runOfRequest(
  db: Executor,
  request: { readonly workspaceId: string; readonly id: string; readonly generation?: number },
): Promise<RunRow | null> {
  const generation = request.generation === undefined ? undefined : eq(runs.generation, request.generation);
  const [row] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.workspaceId, request.workspaceId), eq(runs.requestId, request.id), generation))
    .orderBy(desc(runs.number))
    .limit(1);
  return row ?? null;
}

/** What trains a model: a pipeline of a connection, for a model of a registry. */
interface Training {
  readonly workspaceId: string;
  readonly registry: string;
  readonly modelName: string;
  readonly connection: string;
  readonly pipeline: string;
}

/** Holds off other requests for the same training until the transaction ends. */
export async function lockTraining(tx: Executor, training: Training): Promise<void> {
  const { workspaceId, registry, modelName, connection, pipeline } = training;
  const key = JSON.stringify(['training', workspaceId, registry, modelName, connection, pipeline]);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

/** The run of this pipeline for this model that is under way, or null. */
export async function liveRunOf(db: Executor, training: Training): Promise<RunRow | null> {
  const [row] = await db
    .select()
    .from(runs)
    .where(and(trains(training), inArray(runs.state, [...liveRunStates])))
    .limit(1);
  return row ?? null;
}

/** Runs of this pipeline for this model that came to their end, newest first. */
export async function endedRunsOf(db: Executor, training: Training, limit: number): Promise<readonly RunRow[]> {
  return await db
    .select()
    .from(runs)
    .where(and(trains(training), isNotNull(runs.startedAt), notInArray(runs.state, [...liveRunStates])))
    .orderBy(desc(runs.number))
    .limit(limit);
}

/** Runs of a connection that were found started and have not ended. */
export async function liveRunsOn(db: Executor, workspaceId: string, connection: string): Promise<readonly RunRow[]> {
  return await db
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.workspaceId, workspaceId),
        eq(runs.connection, connection),
        inArray(runs.state, [...liveRunStates]),
        isNotNull(runs.engineId),
      ),
    )
    .orderBy(runs.number);
}

/** The connections that have runs to follow. */
export async function connectionsWithLiveRuns(db: Executor, workspaceId: string): Promise<readonly string[]> {
  const rows = await db
    .selectDistinct({ connection: runs.connection })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), inArray(runs.state, [...liveRunStates]), isNotNull(runs.engineId)));
  return rows.map(({ connection }) => connection);
}

/** Runs that succeeded and whose result was not read yet, oldest first. */
export async function runsWithoutResult(db: Executor, workspaceId: string): Promise<readonly RunRow[]> {
  return await db
    .select()
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), eq(runs.state, 'succeeded'), isNull(runs.result)))
    .orderBy(runs.number)
    .limit(500);
}

/** Live ones first, then newest first; of one model, if one is named. */
export async function runsPage(
  db: Executor,
  workspaceId: string,
  page: {
    readonly model: { readonly registry: string; readonly name: string } | null;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<{ readonly rows: readonly RunRow[]; readonly total: number }> {
  const { model } = page;
  const of = model === null ? undefined : and(eq(runs.registry, model.registry), eq(runs.modelName, model.name));
  const where = and(eq(runs.workspaceId, workspaceId), of);
  const live = sql`(${inArray(runs.state, [...liveRunStates])})`;
  const rows = await db
    .select()
    .from(runs)
    .where(where)
    .orderBy(desc(live), desc(runs.number))
    .limit(page.limit)
    .offset(page.offset);
  return { rows, total: await db.$count(runs, where) };
}

function one(workspaceId: string, id: string) {
  return and(eq(runs.workspaceId, workspaceId), eq(runs.id, id));
}

function trains({ workspaceId, registry, modelName, connection, pipeline }: Training) {
  return and(
    eq(runs.workspaceId, workspaceId),
    eq(runs.registry, registry),
    eq(runs.modelName, modelName),
    eq(runs.connection, connection),
    eq(runs.pipeline, pipeline),
  );
}

/** Runs that ended since a moment, the newest first; at most 200. */
export async function billableRuns(db: Executor, workspaceId: string, since: Date): Promise<readonly RunRow[]> {
  return await db
    .select()
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), gte(runs.endedAt, since), isNotNull(runs.billingId)))
    .orderBy(desc(runs.endedAt))
    .limit(200);
}

/** The models of which runs ended that the bill can know. */
export async function modelsWithRuns(
  db: Executor,
  workspaceId: string,
): Promise<readonly Pick<RunRow, 'registry' | 'modelName'>[]> {
  return await db
    .selectDistinct({ registry: runs.registry, modelName: runs.modelName })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), isNotNull(runs.endedAt), isNotNull(runs.billingId)));
}

/** Runs of these models that ended before a moment, the newest first; at most 50. */
export async function billableRunsOf(
  db: Executor,
  workspaceId: string,
  models: readonly Pick<RunRow, 'registry' | 'modelName'>[],
  before: Date,
): Promise<readonly RunRow[]> {
  const one = models.map((model) => and(eq(runs.registry, model.registry), eq(runs.modelName, model.modelName)));
  return await db
    .select()
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), or(...one), lt(runs.endedAt, before), isNotNull(runs.billingId)))
    .orderBy(desc(runs.endedAt))
    .limit(50);
}
