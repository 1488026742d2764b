import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { aliasWatches } from './schema/outside.ts';
import { models } from './schema/workspace.ts';

export type AliasWatch = typeof aliasWatches.$inferSelect;

/** An alias of a model in a registry. */
export type AliasPlace = Pick<AliasWatch, 'workspaceId' | 'registry' | 'modelName' | 'target'>;

/** Begins to watch aliases as they are now; those that are watched already stay as they were known. */
export async function beginWatching(
  db: Executor,
  places: readonly (AliasPlace & { version: string | null })[],
  now: Date,
): Promise<void> {
  if (places.length === 0) return;
  await db.execute(sql`
    insert into ${aliasWatches} (workspace_id, registry, model_name, target, version, since)
    select "workspaceId", registry, "modelName", target, version, ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as seen (
      "workspaceId" text, registry text, "modelName" text, target text, version text
    )
    on conflict do nothing`);
}

/** Those of the models whose alias in the registry, as it was last read, is not what is known. */
export async function strayingModels(
  db: Executor,
  workspaceId: string,
  registry: string,
  names: readonly string[],
): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const rows = await db
    .selectDistinct({ name: aliasWatches.modelName })
    .from(aliasWatches)
    .innerJoin(
      models,
      and(
        eq(models.workspaceId, aliasWatches.workspaceId),
        eq(models.registry, aliasWatches.registry),
        eq(models.name, aliasWatches.modelName),
      ),
    )
    .where(
      and(
        eq(aliasWatches.workspaceId, workspaceId),
        eq(aliasWatches.registry, registry),
        inArray(aliasWatches.modelName, [...names]),
        sql`${models.aliases} ->> ${aliasWatches.target} is distinct from ${aliasWatches.version}`,
      ),
    );
  return rows.map(({ name }) => name);
}

export async function watchesOfModel(
  db: Executor,
  { workspaceId, registry, modelName }: Omit<AliasPlace, 'target'>,
): Promise<readonly AliasWatch[]> {
  return await db
    .select()
    .from(aliasWatches)
    .where(
      and(
        eq(aliasWatches.workspaceId, workspaceId),
        eq(aliasWatches.registry, registry),
        eq(aliasWatches.modelName, modelName),
      ),
    )
    .orderBy(aliasWatches.target);
}

export async function aliasWatchOf(db: Executor, place: AliasPlace): Promise<AliasWatch | null> {
  const [row] = await db.select().from(aliasWatches).where(at(place));
  return row ?? null;
}

/** Holds what is known of an alias until the transaction ends; null if it is not watched. */
export async function lockWatch(tx: Executor, place: AliasPlace): Promise<AliasWatch | null> {
  const [row] = await tx.select().from(aliasWatches).where(at(place)).for('update');
  return row ?? null;
}

/** Notes that an alias holds this version now, whoever set it. */
export async function noteHolder(tx: Executor, place: AliasPlace, version: string | null, now: Date): Promise<void> {
  await tx
    .insert(aliasWatches)
    .values({ ...placeOf(place), version, since: now })
    .onConflictDoUpdate({
      target: [aliasWatches.workspaceId, aliasWatches.registry, aliasWatches.modelName, aliasWatches.target],
      set: { version, since: now, revision: sql`${aliasWatches.revision} + 1` },
    });
}

function placeOf({ workspaceId, registry, modelName, target }: AliasPlace): AliasPlace {
  return { workspaceId, registry, modelName, target };
}

function at({ workspaceId, registry, modelName, target }: AliasPlace) {
  return and(
    eq(aliasWatches.workspaceId, workspaceId),
    eq(aliasWatches.registry, registry),
    eq(aliasWatches.modelName, modelName),
    eq(aliasWatches.target, target),
  );
}
