import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { changeDriftModel, lockDriftModel } from './drift-models.ts';
import { driftAlerts, driftGroups } from './schema/drift.ts';
import { driftSilences } from './schema/drift-silences.ts';

export type AlertRow = typeof driftAlerts.$inferSelect;
export type AlertGroupRow = typeof driftGroups.$inferSelect;
export type SilenceRow = typeof driftSilences.$inferSelect;

/** An alert with the group that it fired in. */
export interface AlertInGroup {
  readonly alert: AlertRow;
  readonly group: AlertGroupRow;
}

export async function alertInGroup(db: Executor, workspaceId: string, id: string): Promise<AlertInGroup | null> {
  const [row] = await db
    .select({ alert: driftAlerts, group: driftGroups })
    .from(driftAlerts)
    .innerJoin(driftGroups, eq(driftGroups.id, driftAlerts.groupId))
    .where(and(eq(driftAlerts.workspaceId, workspaceId), eq(driftAlerts.id, id)));
  return row ?? null;
}

/** The id of the alert with this number; null if there is none. */
export async function alertIdByNumber(db: Executor, workspaceId: string, number: number): Promise<string | null> {
  const [row] = await db
    .select({ id: driftAlerts.id })
    .from(driftAlerts)
    .where(and(eq(driftAlerts.workspaceId, workspaceId), eq(driftAlerts.number, number)));
  return row?.id ?? null;
}

/** Both rows, held until the transaction ends: first the model and the group, as whoever judges them does. */
export async function lockAlertInGroup(tx: Executor, workspaceId: string, id: string): Promise<AlertInGroup | null> {
  const known = await alertInGroup(tx, workspaceId, id);
  if (known === null) return null;
  await lockDriftModel(tx, known.group);
  await tx.select({ id: driftGroups.id }).from(driftGroups).where(eq(driftGroups.id, known.group.id)).for('update');
  await tx.select({ id: driftAlerts.id }).from(driftAlerts).where(eq(driftAlerts.id, id)).for('update');
  return await alertInGroup(tx, workspaceId, id);
}

/** Changes what was decided about an alert that the transaction holds. */
export async function decideAlert(
  tx: Executor,
  alert: Pick<AlertRow, 'id'>,
  decided: Pick<AlertRow, 'decision' | 'decidedBy' | 'decidedAt' | 'decisionReason' | 'requestId'>,
): Promise<void> {
  await tx.update(driftAlerts).set(decided).where(eq(driftAlerts.id, alert.id));
}

/** Changes what is remembered of a group that the transaction holds; it is looked at again at once. */
export async function rememberOfGroup(
  tx: Executor,
  group: Pick<AlertGroupRow, 'id'>,
  memory: AlertGroupRow['memory'],
): Promise<void> {
  const [row] = await tx.update(driftGroups).set({ memory }).where(eq(driftGroups.id, group.id)).returning();
  if (row === undefined) return;
  const { workspaceId, registry, modelName } = row;
  await changeDriftModel(tx, { workspaceId, registry, modelName }, { nextLookAt: new Date(0) });
}

export async function addSilence(tx: Executor, silence: typeof driftSilences.$inferInsert): Promise<void> {
  await tx.insert(driftSilences).values(silence);
}

/** Ends what silence of a group is not ended yet, whether or not its time is up. */
export async function endSilences(
  tx: Executor,
  groupId: string,
  by: { readonly endedAt: Date; readonly endedBy: string },
): Promise<void> {
  await tx
    .update(driftSilences)
    .set(by)
    .where(and(eq(driftSilences.groupId, groupId), isNull(driftSilences.endedAt)));
}

/** The last silence of a group that nobody ended; its time may be up. Null if there is none. */
export async function lastSilence(db: Executor, groupId: string): Promise<SilenceRow | null> {
  const [row] = await db
    .select()
    .from(driftSilences)
    .where(and(eq(driftSilences.groupId, groupId), isNull(driftSilences.endedAt)))
    .orderBy(desc(driftSilences.since))
    .limit(1);
  return row ?? null;
}
