import { and, asc, desc, eq, gte, inArray, lte, or } from 'drizzle-orm';
import type { Executor } from './database.ts';
import type { DriftPointRow } from './drift-points.ts';
import { driftPoints } from './schema/drift.ts';

/** Whose values: one version's (all of them where it is null), real ones or those of drills. */
export interface ValuesOf {
  readonly workspaceId: string;
  readonly registry: string;
  readonly modelName: string;
  readonly version: string | null;
  readonly drill: boolean;
  /** Of these metrics and in this span of time; else of all there are. */
  readonly within?: { readonly metrics: readonly string[]; readonly from: Date; readonly to: Date };
}

/** The newest value of each series: of each version, metric, feature and connection. */
export async function newestValues(db: Executor, of: ValuesOf): Promise<readonly DriftPointRow[]> {
  return await db
    .selectDistinctOn([driftPoints.version, driftPoints.metric, driftPoints.feature, driftPoints.connection])
    .from(driftPoints)
    .where(those(of))
    .orderBy(
      driftPoints.version,
      driftPoints.metric,
      driftPoints.feature,
      driftPoints.connection,
      desc(driftPoints.at),
    );
}

/** Every value of a few features, oldest first; at most the newest 5,000. */
export async function valuesOver(
  db: Executor,
  of: ValuesOf,
  features: readonly { readonly metric: string; readonly feature: string }[],
): Promise<readonly DriftPointRow[]> {
  if (features.length === 0) return [];
  const some = features.map(({ metric, feature }) =>
    and(eq(driftPoints.metric, metric), eq(driftPoints.feature, feature)),
  );
  const rows = await db
    .select()
    .from(driftPoints)
    .where(and(those(of), or(...some)))
    .orderBy(desc(driftPoints.at), asc(driftPoints.reportId))
    .limit(5_000);
  return rows.toReversed();
}

/** Which connections reported which real metrics of a version from a moment on. */
export async function reportersSince(
  db: Executor,
  of: Pick<ValuesOf, 'workspaceId' | 'registry' | 'modelName' | 'version'>,
  since: Date,
): Promise<readonly Pick<DriftPointRow, 'metric' | 'connection'>[]> {
  return await db
    .selectDistinct({ metric: driftPoints.metric, connection: driftPoints.connection })
    .from(driftPoints)
    .where(and(those({ ...of, drill: false }), gte(driftPoints.at, since)));
}

function those({ workspaceId, registry, modelName, version, drill, within }: ValuesOf) {
  return and(
    eq(driftPoints.workspaceId, workspaceId),
    eq(driftPoints.registry, registry),
    eq(driftPoints.modelName, modelName),
    eq(driftPoints.drill, drill),
    ...(version === null ? [] : [eq(driftPoints.version, version)]),
    ...(within === undefined
      ? []
      : [
          inArray(driftPoints.metric, [...within.metrics]),
          gte(driftPoints.at, within.from),
          lte(driftPoints.at, within.to),
        ]),
  );
}
