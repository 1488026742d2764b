import { and, asc, eq, ilike, lt, or, sql } from 'drizzle-orm';
import { type CatalogueIds, hasId, literal } from './catalogue-ids.ts';
import type { Executor } from './database.ts';
import type { ModelKey } from './model-keys.ts';
import { models } from './schema/workspace.ts';

export type ModelRow = typeof models.$inferSelect;

/**
 * Remembers models as a registry showed them just now. All of them are one parameter: a statement with a parameter for
 * each value took longer to build than to carry out.
 */
export async function recordModels(db: Executor, rows: readonly Omit<ModelRow, 'gone'>[]): Promise<void> {
  if (rows.length === 0) return;
  await db.execute(sql`
    insert into ${models} (workspace_id, registry, name, model_id, description, tags, aliases, latest_version, seen_at)
    select "workspaceId", registry, name, "modelId", description, tags, aliases, "latestVersion", "seenAt"
    from jsonb_to_recordset(${wellFormed(rows)}::jsonb) as seen (
      "workspaceId" text, registry text, name text, "modelId" text, description text, tags jsonb, aliases jsonb,
      "latestVersion" text, "seenAt" timestamptz
    )
    on conflict (workspace_id, registry, name) do update set
      model_id = excluded.model_id, description = excluded.description, tags = excluded.tags,
      aliases = excluded.aliases, latest_version = excluded.latest_version, seen_at = excluded.seen_at, gone = false`);
}

/** As JSON that PostgreSQL takes whatever a registry holds: half of a surrogate pair becomes U+FFFD, as in a text parameter. */
function wellFormed(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value));
}

/** Remembers that an alias was just moved, before its registry is read again. */
export async function noteAlias(
  tx: Executor,
  of: { readonly workspaceId: string; readonly registry: string; readonly modelName: string },
  alias: string,
  version: string,
): Promise<void> {
  await tx
    .update(models)
    .set({ aliases: sql`${models.aliases} || ${JSON.stringify({ [alias]: version })}::jsonb` })
    .where(
      and(eq(models.workspaceId, of.workspaceId), eq(models.registry, of.registry), eq(models.name, of.modelName)),
    );
}

/** Marks as gone what a whole listing, begun at `since`, no longer showed. */
export async function markGoneModels(db: Executor, workspaceId: string, registry: string, since: Date): Promise<void> {
  await db
    .update(models)
    .set({ gone: true })
    .where(and(eq(models.workspaceId, workspaceId), eq(models.registry, registry), lt(models.seenAt, since)));
}

/** Models whose catalogue id or registry name contains `text` in any case; those that start with it come first. */
export async function findModels(
  db: Executor,
  workspaceId: string,
  text: string,
  limit: number,
  offset = 0,
): Promise<readonly ModelRow[]> {
  const start = `${literal(text)}%`;
  return await db
    .select()
    .from(models)
    .where(containing(workspaceId, text))
    .orderBy(
      sql`case when ${models.modelId} ilike ${start} or ${models.name} ilike ${start} then 0 else 1 end`,
      asc(models.modelId),
      asc(models.name),
    )
    .limit(limit)
    .offset(offset);
}

function containing(workspaceId: string, text: string) {
  const pattern = `%${literal(text)}%`;
  return and(
    eq(models.workspaceId, workspaceId),
    eq(models.gone, false),
    or(ilike(models.modelId, pattern), ilike(models.name, pattern)),
  );
}

/** The models that the catalogue has under these ids, as their registries name them. */
export async function modelsWithIds(
  db: Executor,
  workspaceId: string,
  ids: CatalogueIds,
): Promise<readonly ModelKey[]> {
  return await db
    .select({ registry: models.registry, name: models.name })
    .from(models)
    .where(and(eq(models.workspaceId, workspaceId), eq(models.gone, false), hasId(ids)));
}

/** The models a person may mean by exactly this catalogue id or registry name, or by a registry, `/` and the name there. */
export async function modelsNamed(db: Executor, workspaceId: string, text: string): Promise<readonly ModelRow[]> {
  const [registry = '', ...name] = text.split('/');
  const there = and(eq(models.registry, registry), eq(models.name, name.join('/')));
  return await db
    .select()
    .from(models)
    .where(
      and(
        eq(models.workspaceId, workspaceId),
        eq(models.gone, false),
        or(eq(models.modelId, text), eq(models.name, text), there),
      ),
    )
    .orderBy(models.registry);
}

export async function modelIn(
  db: Executor,
  workspaceId: string,
  registry: string,
  name: string,
): Promise<ModelRow | null> {
  const [row] = await db
    .select()
    .from(models)
    .where(
      and(
        eq(models.workspaceId, workspaceId),
        eq(models.registry, registry),
        eq(models.name, name),
        eq(models.gone, false),
      ),
    );
  return row ?? null;
}
