import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { isOneOf, type ModelKey } from './model-keys.ts';
import type { ObligationRow } from './obligations.ts';
import { liveRunStates } from './runs.ts';
import { driftReports } from './schema/drift.ts';
import { obligations } from './schema/duties.ts';
import { executions } from './schema/request.ts';
import { runs } from './schema/runs.ts';

/** Since when we know that each alias of these models holds its version, by our own last change of it. */
export async function lastChanges(
  db: Executor,
  workspaceId: string,
  keys: readonly ModelKey[],
): Promise<readonly (ModelKey & { readonly target: string; readonly version: string; readonly at: Date | null })[]> {
  if (keys.length === 0) return [];
  const { registry, modelName, target, version, finishedAt } = executions;
  return await db
    .selectDistinctOn([registry, modelName, target], { registry, name: modelName, target, version, at: finishedAt })
    .from(executions)
    .where(
      and(
        eq(executions.workspaceId, workspaceId),
        isOneOf(registry, modelName, keys),
        eq(executions.state, 'verified'),
      ),
    )
    .orderBy(registry, modelName, target, desc(executions.seq));
}

/** What is owed now, oldest first: of some models, or of all where null. */
export async function openObligationsOfModels(
  db: Executor,
  workspaceId: string,
  keys: readonly ModelKey[] | null,
): Promise<readonly ObligationRow[]> {
  if (keys?.length === 0) return [];
  return await db
    .select()
    .from(obligations)
    .where(
      and(
        eq(obligations.workspaceId, workspaceId),
        keys === null ? undefined : isOneOf(obligations.registry, obligations.modelName, keys),
        isNull(obligations.endedAt),
      ),
    )
    .orderBy(asc(obligations.openedAt), asc(obligations.position));
}

/** A run of a model, as far as one line tells of it. */
export type RunGlance = ModelKey &
  Pick<typeof runs.$inferSelect, 'number' | 'state' | 'steps' | 'startedAt' | 'endedAt' | 'orderedAt' | 'url'> & {
    readonly made: string | null;
  };

/** The newest run under way and the newest that ended of each of these models. */
export async function newestRuns(
  db: Executor,
  workspaceId: string,
  keys: readonly ModelKey[],
): Promise<readonly RunGlance[]> {
  if (keys.length === 0) return [];
  const { registry, modelName, number, state, steps, startedAt, endedAt, orderedAt, url } = runs;
  // Written out: a parameter would make the two places that name it different expressions.
  const live = sql`(${state} in (${sql.raw(liveRunStates.map((one) => `'${one}'`).join(', '))}))`;
  return await db
    .selectDistinctOn([registry, modelName, live], {
      registry,
      name: modelName,
      number,
      state,
      steps,
      startedAt,
      endedAt,
      orderedAt,
      url,
      made: sql<string | null>`${runs.result} ->> 'version'`,
    })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), isOneOf(registry, modelName, keys)))
    .orderBy(registry, modelName, live, desc(number));
}

/** When a connection that watches a model last reported real values of it; null if it never did. */
export type LastReport = ModelKey & { readonly connection: string; readonly at: Date | null };

type Row = Record<'registry' | 'name' | 'connection', string> & { readonly at: Date | string | null };

/** The last report of each of these monitors, each by a look into an index. */
export async function lastReports(
  db: Executor,
  workspaceId: string,
  monitors: readonly (ModelKey & { readonly connection: string })[],
): Promise<readonly LastReport[]> {
  if (monitors.length === 0) return [];
  const of = (key: 'registry' | 'name' | 'connection') => sql.param(monitors.map((one) => one[key]));
  const { rows } = await db.execute<Row>(sql`
    select watched.registry, watched.name, watched.connection, (
      select max(received_at) from ${driftReports}
      where workspace_id = ${workspaceId} and registry = watched.registry and model_name = watched.name
        and connection = watched.connection and state = 'accepted' and not drill
    ) as at
    from unnest(${of('registry')}::text[], ${of('name')}::text[], ${of('connection')}::text[])
      as watched (registry, name, connection)`);
  return rows.map((row) => ({ ...row, at: row.at === null ? null : new Date(row.at) }));
}
