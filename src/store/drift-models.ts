import { and, desc, eq, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import type { DriftModelKey } from './drift-points.ts';
import { driftModels } from './schema/drift.ts';
import { models } from './schema/workspace.ts';

export type DriftModelRow = typeof driftModels.$inferSelect;

/** Notes that a model has values that were not judged, from a moment on; in the order of the key, so that none waits for another in a circle. */
export async function markDirty(
  tx: Executor,
  rows: readonly (DriftModelKey & { readonly from: Date; readonly urgency: number })[],
): Promise<void> {
  const key = (row: DriftModelKey) => `${row.registry}\n${row.modelName}`;
  for (const { from, ...row } of rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))) {
    await tx
      .insert(driftModels)
      .values({ ...row, dirtyFrom: from })
      .onConflictDoUpdate({
        target: [driftModels.workspaceId, driftModels.registry, driftModels.modelName],
        set: {
          dirtyFrom: sql`least(${driftModels.dirtyFrom}, excluded.dirty_from)`,
          urgency: sql`excluded.urgency`,
        },
      });
  }
}

/** Of these catalogue ids, the models that registries have and that nothing about drift is known of. */
export async function unwatchedModels(
  db: Executor,
  workspaceId: string,
  modelIds: readonly string[],
): Promise<readonly Omit<DriftModelKey, 'workspaceId'>[]> {
  if (modelIds.length === 0) return [];
  return await db
    .select({ registry: models.registry, modelName: models.name })
    .from(models)
    .leftJoin(
      driftModels,
      and(
        eq(driftModels.workspaceId, models.workspaceId),
        eq(driftModels.registry, models.registry),
        eq(driftModels.modelName, models.name),
      ),
    )
    .where(
      and(
        eq(models.workspaceId, workspaceId),
        inArray(models.modelId, [...modelIds]),
        eq(models.gone, false),
        isNull(driftModels.registry),
      ),
    );
}

/** Has models watched from a moment on although nothing was reported of them; those that are watched stay as they are. */
export async function watchDriftModels(
  db: Executor,
  rows: readonly (DriftModelKey & { readonly nextLookAt: Date; readonly urgency: number })[],
): Promise<void> {
  if (rows.length > 0)
    await db
      .insert(driftModels)
      .values([...rows])
      .onConflictDoNothing();
}

/** Held until the transaction ends; null if nothing is reported of it. */
export async function lockDriftModel(tx: Executor, key: DriftModelKey): Promise<DriftModelRow | null> {
  const [row] = await tx.select().from(driftModels).where(one(key)).for('update');
  return row ?? null;
}

export async function changeDriftModel(
  tx: Executor,
  key: DriftModelKey,
  change: Partial<DriftModelRow>,
): Promise<void> {
  await tx.update(driftModels).set(change).where(one(key));
}

/** Models to judge now, the most urgent first. */
export async function dueDriftModels(
  db: Executor,
  workspaceId: string,
  now: Date,
  limit: number,
): Promise<readonly DriftModelRow[]> {
  return await db
    .select()
    .from(driftModels)
    .where(
      and(
        eq(driftModels.workspaceId, workspaceId),
        or(isNotNull(driftModels.dirtyFrom), lte(driftModels.nextLookAt, now)),
      ),
    )
    .orderBy(desc(driftModels.urgency), driftModels.registry, driftModels.modelName)
    .limit(limit);
}

function one({ workspaceId, registry, modelName }: DriftModelKey) {
  return and(
    eq(driftModels.workspaceId, workspaceId),
    eq(driftModels.registry, registry),
    eq(driftModels.modelName, modelName),
  );
}
