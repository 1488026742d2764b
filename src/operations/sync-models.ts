import type { ModelRegistry, Page, RegisteredModel } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import { catalogueId } from '#playbook/catalogue.ts';
import { strayingModels } from '#store/alias-watches.ts';
import type { Executor } from '#store/database.ts';
import { markGoneModels, recordModels } from '#store/models.ts';
import { endRegistrySync, registrySyncOf, saveRegistrySync } from '#store/registry-syncs.ts';
import { watchModels } from './sentinel/look-outside.ts';
import type { Setting } from './setting.ts';

/** How long one turn reads pages, in milliseconds: well below what a job may take and what a stop waits for. */
const turnMs = 20_000;
/** A reading that nobody carried on for so long begins anew: pages shift, and tokens of pages are not kept for ever. */
const keptMs = 10 * 60_000;

/** How far a reading is. A null token is the first page. */
interface Progress {
  readonly begunAt: Date;
  readonly pageToken: string | null;
  readonly models: number;
}

/**
 * Reads a whole registry's models, page by page, so that pickers and status know them. One turn reads for 20 s; if that
 * is not `done`, the next turn goes on where this one or another worker's ended. `models` counts what was read of this
 * listing so far. Throws `UpstreamError`; what was read before that is kept.
 */
export async function syncModels(
  setting: Setting,
  registry: ModelRegistry,
): Promise<{ readonly models: number; readonly done: boolean }> {
  const startedMs = Date.parse(setting.now());
  let progress = await progressOf(setting, registry, startedMs);
  for (;;) {
    const page: Page<RegisteredModel> | null = await pageAt(registry, progress.pageToken);
    if (page === null) progress = begun();
    else {
      const { nextPageToken } = page;
      const done = nextPageToken === null || nextPageToken === progress.pageToken;
      progress = await recordPage(setting, registry, progress, { ...page, nextPageToken: done ? null : nextPageToken });
      if (done) return { models: progress.models, done };
      if (Date.parse(setting.now()) - startedMs >= turnMs) return { models: progress.models, done };
    }
  }
}

/** Reads one model anew, if the registry has it. Throws `UpstreamError`. */
export async function syncModel(setting: Setting, registry: ModelRegistry, name: string): Promise<void> {
  const model = await registry.getModel(name);
  if (model === null) return;
  await setting.db.transaction((tx) => recordRead(setting, tx, registry, [model], new Date()));
}

/** Remembers models, watches their governed aliases, and has those looked at that are not as they are known. */
async function recordRead(
  setting: Setting,
  tx: Executor,
  registry: ModelRegistry,
  items: readonly RegisteredModel[],
  seenAt: Date,
): Promise<void> {
  const rows = items.map((model) => rowOf(setting, registry, model, seenAt));
  await recordModels(tx, rows);
  await watchModels(setting, tx, rows);
  const names = rows.map(({ name }) => name);
  for (const modelName of await strayingModels(tx, setting.workspaceId, registry.id, names)) {
    await setting.sendJob(tx, 'look-outside', { registry: registry.id, modelName });
  }
}

async function progressOf(setting: Setting, registry: ModelRegistry, nowMs: number): Promise<Progress> {
  const kept = await registrySyncOf(setting.db, setting.workspaceId, registry.id);
  if (kept !== null && Math.abs(nowMs - kept.readAt.getTime()) < keptMs) return kept;
  return begun();
}

/** Sightings are marked by the real clock, which goes on also where time is pretended. */
function begun(): Progress {
  return { begunAt: new Date(), pageToken: null, models: 0 };
}

/** Null where the registry does not take the token of a page any more. */
async function pageAt(registry: ModelRegistry, pageToken: string | null): Promise<Page<RegisteredModel> | null> {
  if (pageToken === null) return await registry.searchModels({ limit: 1000 });
  try {
    return await registry.searchModels({ limit: 1000, pageToken });
  } catch (error) {
    if (error instanceof UpstreamError && error.status === 400) return null;
    throw error;
  }
}

/** Keeps a page and where the next one is in one transaction; after the last, what no page showed is gone. */
async function recordPage(
  setting: Setting,
  registry: ModelRegistry,
  { begunAt, models }: Progress,
  { items, nextPageToken }: Page<RegisteredModel>,
): Promise<Progress> {
  const { db, workspaceId } = setting;
  const next = { begunAt, pageToken: nextPageToken, models: models + items.length };
  // Never before the beginning, which another worker may have seen on another clock.
  const seenAt = new Date(Math.max(Date.now(), begunAt.getTime()));
  const readAt = new Date(setting.now());
  await db.transaction(async (tx) => {
    await recordRead(setting, tx, registry, items, seenAt);
    if (nextPageToken !== null) {
      return await saveRegistrySync(tx, {
        workspaceId,
        registry: registry.id,
        ...next,
        pageToken: nextPageToken,
        readAt,
      });
    }
    await markGoneModels(tx, workspaceId, registry.id, begunAt);
    await endRegistrySync(tx, workspaceId, registry.id);
  });
  return next;
}

function rowOf(setting: Setting, registry: ModelRegistry, model: RegisteredModel, seenAt: Date) {
  return {
    workspaceId: setting.workspaceId,
    registry: registry.id,
    name: model.name,
    modelId: catalogueId(setting.playbooks().set.models, registry.id, model.name),
    description: model.description,
    tags: { ...model.tags },
    aliases: { ...model.aliases },
    latestVersion: model.latestVersion,
    seenAt,
  };
}
