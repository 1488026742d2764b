import { and, asc, desc, eq, gte, inArray, lte, or } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { driftPoints } from './schema/drift.ts';

export type DriftPointRow = typeof driftPoints.$inferSelect;

/** Whose values: one version's (all of them where it is null), real ones or those of drills. */
export interface ValuesOf {
  readonly workspaceId: string;
  readonly registry: string;
  readonly modelName: string;
  readonly version: string | null;
  readonly metrics: readonly string[];
  readonly drill: boolean;
  readonly from: Date;
  readonly to: Date;
}

/** The newest value of each metric and feature in a span of time. */
export async function newestValues(db: Executor, of: ValuesOf): Promise<readonly DriftPointRow[]> {
  return await db
    .selectDistinctOn([driftPoints.metric, driftPoints.feature])
    .from(driftPoints)
    .where(within(of))
    .orderBy(driftPoints.metric, driftPoints.feature, desc(driftPoints.at), desc(driftPoints.reportId));
}

/** Every value of a few features in a span of time, oldest first; at most 5,000. */
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
    .where(and(within(of), or(...some)))
    .orderBy(desc(driftPoints.at), asc(driftPoints.reportId))
    .limit(5_000);
  return rows.toReversed();
}

function within({ workspaceId, registry, modelName, version, metrics, drill, from, to }: ValuesOf) {
  return and(
    eq(driftPoints.workspaceId, workspaceId),
    eq(driftPoints.registry, registry),
    eq(driftPoints.modelName, modelName),
    eq(driftPoints.drill, drill),
    ...(version === null ? [] : [eq(driftPoints.version, version)]),
    inArray(driftPoints.metric, [...metrics]),
    gte(driftPoints.at, from),
    lte(driftPoints.at, to),
  );
}
