import { and, asc, desc, eq, gte, inArray, isNull, max, or, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import type { DriftModelKey } from './drift-points.ts';
import { driftAlerts, driftGroups } from './schema/drift.ts';

export type DriftAlertRow = typeof driftAlerts.$inferSelect;
export type NewDriftAlert = typeof driftAlerts.$inferInsert;
export type DriftGroupRow = typeof driftGroups.$inferSelect;

/** The groups of a model, held until the transaction ends. */
export async function lockDriftGroups(tx: Executor, model: DriftModelKey): Promise<readonly DriftGroupRow[]> {
  return await tx
    .select()
    .from(driftGroups)
    .where(
      and(
        eq(driftGroups.workspaceId, model.workspaceId),
        eq(driftGroups.registry, model.registry),
        eq(driftGroups.modelName, model.modelName),
      ),
    )
    .orderBy(driftGroups.id)
    .for('update');
}

/** Writes a group as it is now. */
export async function keepDriftGroup(tx: Executor, row: DriftGroupRow): Promise<void> {
  const { memory, judgedUntil, nextLookAt } = row;
  await tx
    .insert(driftGroups)
    .values(row)
    .onConflictDoUpdate({ target: driftGroups.id, set: { memory, judgedUntil, nextLookAt } });
}

/** Waits for other writers of numbers in this workspace, so that numbers have no gaps and no doubles. */
export async function nextAlertNumber(tx: Executor, workspaceId: string): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`alert-number:${workspaceId}`}, 0))`);
  const [row] = await tx
    .select({ last: max(driftAlerts.number) })
    .from(driftAlerts)
    .where(eq(driftAlerts.workspaceId, workspaceId));
  return (row?.last ?? 0) + 1;
}

export async function addDriftAlert(tx: Executor, alert: NewDriftAlert): Promise<DriftAlertRow> {
  const [row] = await tx.insert(driftAlerts).values(alert).returning();
  if (row === undefined) throw new Error('the new alert was not returned');
  return row;
}

/** Throws an Error if the row is gone. */
export async function changeDriftAlert(
  tx: Executor,
  row: Pick<DriftAlertRow, 'workspaceId' | 'id'>,
  change: Partial<NewDriftAlert>,
): Promise<DriftAlertRow> {
  const [changed] = await tx.update(driftAlerts).set(change).where(one(row)).returning();
  if (changed === undefined) throw new Error(`there is no alert ${row.id}`);
  return changed;
}

export async function driftAlertById(db: Executor, workspaceId: string, id: string): Promise<DriftAlertRow | null> {
  const [row] = await db.select().from(driftAlerts).where(one({ workspaceId, id }));
  return row ?? null;
}

export async function driftAlertByNumber(
  db: Executor,
  workspaceId: string,
  number: number,
): Promise<DriftAlertRow | null> {
  const [row] = await db
    .select()
    .from(driftAlerts)
    .where(and(eq(driftAlerts.workspaceId, workspaceId), eq(driftAlerts.number, number)));
  return row ?? null;
}

/** The alerts of groups that had not ended at a moment, none that were taken back, oldest first. */
export async function alertsOfGroupsSince(
  db: Executor,
  groupIds: readonly string[],
  since: Date,
): Promise<readonly DriftAlertRow[]> {
  if (groupIds.length === 0) return [];
  return await db
    .select()
    .from(driftAlerts)
    .where(
      and(
        inArray(driftAlerts.groupId, [...groupIds]),
        isNull(driftAlerts.retractedAt),
        or(isNull(driftAlerts.clearedAt), gte(driftAlerts.clearedAt, since)),
      ),
    )
    .orderBy(asc(driftAlerts.openedAt));
}

/** The alerts that say that nothing is reported of one version, null for where no version is known. */
export async function openLacks(
  db: Executor,
  { workspaceId, registry, modelName, version }: DriftModelKey & { readonly version: string | null },
): Promise<readonly DriftAlertRow[]> {
  return await db
    .select()
    .from(driftAlerts)
    .where(
      and(
        eq(driftAlerts.workspaceId, workspaceId),
        eq(driftAlerts.registry, registry),
        eq(driftAlerts.modelName, modelName),
        version === null ? isNull(driftAlerts.version) : eq(driftAlerts.version, version),
        eq(driftAlerts.kind, 'no_data'),
        eq(driftAlerts.drill, false),
        isNull(driftAlerts.clearedAt),
      ),
    );
}

/** Open alerts of a workspace that are no drills and were told, of one model if it is given; the most critical first, then the oldest. */
export async function openDriftAlerts(
  db: Executor,
  workspaceId: string,
  model?: { readonly registry: string; readonly modelName: string },
): Promise<readonly DriftAlertRow[]> {
  const rank = sql`case ${driftAlerts.criticality} when 'low' then 0 when 'medium' then 1 when 'high' then 2 else 3 end`;
  return await db
    .select()
    .from(driftAlerts)
    .where(
      and(
        eq(driftAlerts.workspaceId, workspaceId),
        isNull(driftAlerts.clearedAt),
        isNull(driftAlerts.retractedAt),
        eq(driftAlerts.drill, false),
        model === undefined ? undefined : eq(driftAlerts.registry, model.registry),
        model === undefined ? undefined : eq(driftAlerts.modelName, model.modelName),
      ),
    )
    .orderBy(desc(rank), asc(driftAlerts.openedAt));
}

function one({ workspaceId, id }: Pick<DriftAlertRow, 'workspaceId' | 'id'>) {
  return and(eq(driftAlerts.workspaceId, workspaceId), eq(driftAlerts.id, id));
}
