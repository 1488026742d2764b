import { and, desc, eq, gte, inArray, isNull, lt, max, or, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { driftAlerts, driftModels, driftReports } from './schema/drift.ts';
import { driftDrills } from './schema/drift-drills.ts';

export type DriftDrillRow = typeof driftDrills.$inferSelect;

type ModelKey = Pick<DriftDrillRow, 'workspaceId' | 'registry' | 'modelName'>;

/** False if another drill of the model is under way. */
export async function addDrill(tx: Executor, row: typeof driftDrills.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(driftDrills).values(row).onConflictDoNothing().returning({ id: driftDrills.id });
  return rows.length > 0;
}

/** Held until the transaction ends; null if there is no such drill. */
export async function lockDrill(tx: Executor, workspaceId: string, id: string): Promise<DriftDrillRow | null> {
  const [row] = await tx
    .select()
    .from(driftDrills)
    .where(and(eq(driftDrills.workspaceId, workspaceId), eq(driftDrills.id, id)))
    .for('update');
  return row ?? null;
}

/** Null if there is no such drill. */
export async function drillById(db: Executor, workspaceId: string, id: string): Promise<DriftDrillRow | null> {
  const [row] = await db
    .select()
    .from(driftDrills)
    .where(and(eq(driftDrills.workspaceId, workspaceId), eq(driftDrills.id, id)));
  return row ?? null;
}

export async function changeDrill(
  tx: Executor,
  { id, workspaceId }: Pick<DriftDrillRow, 'id' | 'workspaceId'>,
  change: Partial<DriftDrillRow>,
): Promise<void> {
  await tx
    .update(driftDrills)
    .set(change)
    .where(and(eq(driftDrills.workspaceId, workspaceId), eq(driftDrills.id, id)));
}

export async function runningDrills(db: Executor, workspaceId: string): Promise<readonly string[]> {
  const rows = await db
    .select({ id: driftDrills.id })
    .from(driftDrills)
    .where(and(eq(driftDrills.workspaceId, workspaceId), eq(driftDrills.state, 'running')));
  return rows.map(({ id }) => id);
}

/** The drills of a model, newest first. */
export async function drillsOf(
  db: Executor,
  { workspaceId, registry, modelName }: ModelKey,
  limit: number,
): Promise<readonly DriftDrillRow[]> {
  return await db
    .select()
    .from(driftDrills)
    .where(
      and(
        eq(driftDrills.workspaceId, workspaceId),
        eq(driftDrills.registry, registry),
        eq(driftDrills.modelName, modelName),
      ),
    )
    .orderBy(desc(driftDrills.startedAt))
    .limit(limit);
}

/** When alerts of drills were posted since a moment, with the rule that raised each. */
export async function toldDrillAlerts(
  db: Executor,
  { workspaceId, registry, modelName }: ModelKey,
  since: Date,
): Promise<readonly { readonly playbook: string; readonly rule: string; readonly toldAt: Date }[]> {
  const rows = await db
    .select({ playbook: driftAlerts.playbook, rule: driftAlerts.rule, toldAt: driftAlerts.toldAt })
    .from(driftAlerts)
    .where(
      and(
        eq(driftAlerts.workspaceId, workspaceId),
        eq(driftAlerts.registry, registry),
        eq(driftAlerts.modelName, modelName),
        eq(driftAlerts.drill, true),
        eq(driftAlerts.kind, 'drift'),
        gte(driftAlerts.toldAt, since),
      ),
    );
  return rows.flatMap(({ toldAt, ...row }) => (toldAt === null ? [] : [{ ...row, toldAt }]));
}

/** Models that drift is reported of and that had no drill since, the one that waits longest first. */
export async function undrilledModels(
  db: Executor,
  workspaceId: string,
  since: Date,
  limit: number,
): Promise<readonly Omit<ModelKey, 'workspaceId'>[]> {
  const last = max(driftDrills.startedAt);
  return await db
    .select({ registry: driftModels.registry, modelName: driftModels.modelName })
    .from(driftModels)
    .leftJoin(
      driftDrills,
      and(
        eq(driftDrills.workspaceId, driftModels.workspaceId),
        eq(driftDrills.registry, driftModels.registry),
        eq(driftDrills.modelName, driftModels.modelName),
      ),
    )
    .where(eq(driftModels.workspaceId, workspaceId))
    .groupBy(driftModels.registry, driftModels.modelName)
    .having(or(isNull(last), lt(last, since)))
    .orderBy(sql`${last} asc nulls first`, driftModels.registry, driftModels.modelName)
    .limit(limit);
}

/** Which of these connections reported of a model, the one that did last first. */
export async function reportingConnections(
  db: Executor,
  { workspaceId, registry, modelName }: ModelKey,
  connections: readonly string[],
): Promise<readonly string[]> {
  if (connections.length === 0) return [];
  const rows = await db
    .select({ connection: driftReports.connection })
    .from(driftReports)
    .where(
      and(
        eq(driftReports.workspaceId, workspaceId),
        eq(driftReports.registry, registry),
        eq(driftReports.modelName, modelName),
        inArray(driftReports.connection, [...connections]),
      ),
    )
    .groupBy(driftReports.connection)
    .orderBy(desc(max(driftReports.at)));
  return rows.map(({ connection }) => connection);
}
