import { and, asc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { wellFormed } from './drift-reports.ts';
import { driftPoints } from './schema/drift.ts';

export type DriftPointRow = typeof driftPoints.$inferSelect;

/** Which model of which registry. */
export interface DriftModelKey {
  readonly workspaceId: string;
  readonly registry: string;
  readonly modelName: string;
}

/** Stores values; of two reports about one moment the one with the greater id counts. All of them are one parameter. */
export async function addDriftPoints(tx: Executor, rows: readonly DriftPointRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into ${driftPoints} as known (workspace_id, registry, model_name, version, metric, feature, connection, drill,
      at, value, threshold, comparator, breach, report_id)
    select distinct on ("workspaceId", registry, "modelName", version, metric, feature, connection, drill, at)
      "workspaceId", registry, "modelName", version, metric, feature, connection, drill, at, value, threshold,
      comparator, breach, "reportId"
    from jsonb_to_recordset(${wellFormed(rows)}::jsonb) as told (
      "workspaceId" text, registry text, "modelName" text, version text, metric text, feature text, connection text,
      drill boolean, at timestamptz, value double precision, threshold double precision, comparator text,
      breach boolean, "reportId" text
    )
    order by "workspaceId", registry, "modelName", version, metric, feature, connection, drill, at,
      "reportId" collate "C" desc
    on conflict (workspace_id, registry, model_name, version, metric, feature, connection, drill, at) do update set
      value = excluded.value, threshold = excluded.threshold, comparator = excluded.comparator,
      breach = excluded.breach, report_id = excluded.report_id
    where known.report_id collate "C" < excluded.report_id collate "C"`);
}

/** Values of a model since a moment, of the named metrics, oldest first. */
export async function driftPointsSince(
  db: Executor,
  model: DriftModelKey,
  { since, metrics }: { readonly since: Date; readonly metrics: readonly string[] },
): Promise<readonly DriftPointRow[]> {
  if (metrics.length === 0) return [];
  return await db
    .select()
    .from(driftPoints)
    .where(and(of(model), gte(driftPoints.at, since), inArray(driftPoints.metric, [...metrics])))
    .orderBy(asc(driftPoints.at));
}

/** The newest values of a model that are no drill, of the named metrics, newest first. */
export async function lastDriftPoints(
  db: Executor,
  model: DriftModelKey,
  { since, metrics, limit }: { readonly since: Date; readonly metrics: readonly string[]; readonly limit: number },
): Promise<readonly DriftPointRow[]> {
  if (metrics.length === 0) return [];
  return await db
    .select()
    .from(driftPoints)
    .where(
      and(
        of(model),
        gte(driftPoints.at, since),
        inArray(driftPoints.metric, [...metrics]),
        eq(driftPoints.drill, false),
      ),
    )
    .orderBy(sql`${driftPoints.at} desc`)
    .limit(limit);
}

export async function dropDriftPointsBefore(db: Executor, workspaceId: string, before: Date): Promise<void> {
  await db.delete(driftPoints).where(and(eq(driftPoints.workspaceId, workspaceId), lt(driftPoints.at, before)));
}

function of({ workspaceId, registry, modelName }: DriftModelKey) {
  return and(
    eq(driftPoints.workspaceId, workspaceId),
    eq(driftPoints.registry, registry),
    eq(driftPoints.modelName, modelName),
  );
}
