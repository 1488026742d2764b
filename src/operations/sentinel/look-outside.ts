import { epochMs } from '#domain/instant.ts';
import type { ModelRegistry } from '#domain/registry.ts';
import { beginWatching, lockWatch, noteHolder, watchesOfModel } from '#store/alias-watches.ts';
import type { Executor } from '#store/database.ts';
import { newestExecutions } from '#store/executions.ts';
import { type ModelRow, modelIn } from '#store/models.ts';
import { executingRequest } from '#store/requests.ts';
import { promotionTargets } from '../promotion-targets.ts';
import type { Setting } from '../setting.ts';
import { type Noticed, noteOutsideChange } from './note-outside-change.ts';

/** Time after which no write of ours that was under way can land any more: lease, HTTP timeout and grace. */
export const settlingMs = 120_000;

/** Watches the governed aliases of models as they were just read, from now on. */
export async function watchModels(
  setting: Setting,
  tx: Executor,
  models: readonly Pick<ModelRow, 'registry' | 'name' | 'modelId' | 'aliases'>[],
): Promise<void> {
  const { workspaceId } = setting;
  const places = models.flatMap((model) =>
    promotionTargets(setting, model).map((target) => ({
      workspaceId,
      registry: model.registry,
      modelName: model.name,
      target,
      version: model.aliases[target] ?? null,
    })),
  );
  await beginWatching(tx, places, new Date(setting.now()));
}

/**
 * Reads a model's governed aliases and notes each that others moved: once, and never what we did ourselves. While we
 * change one, or could still, nothing is said of it; `later` is when to look again then. Throws `UpstreamError`.
 */
export async function lookOutside(
  setting: Setting,
  registry: ModelRegistry,
  modelName: string,
): Promise<{ readonly laterMs: number | null }> {
  const place = { workspaceId: setting.workspaceId, registry: registry.id, modelName };
  const watches = await watchesOfModel(setting.db, place);
  const row = await modelIn(setting.db, setting.workspaceId, registry.id, modelName);
  if (watches.length === 0 || row === null) return { laterMs: null };
  const model = await registry.getModel(modelName);
  // A model that is gone has no aliases, which says nothing about who moved them.
  if (model === null) return { laterMs: null };
  const governed = promotionTargets(setting, row);
  const waits: number[] = [];
  for (const watch of watches.filter(({ target }) => governed.includes(target))) {
    const found = model.aliases[watch.target] ?? null;
    if (found === watch.version) continue;
    const exists = found === null || (await registry.getVersion(modelName, found)) !== null;
    const later = await setting.db.transaction((tx) => judge(setting, tx, { model: row, watch, found, exists }));
    if (later !== null) waits.push(later);
  }
  return { laterMs: waits.length === 0 ? null : Math.min(...waits) };
}

/** Null if it was noted or is none; else after how many milliseconds it can be told. */
async function judge(setting: Setting, tx: Executor, seen: Noticed): Promise<number | null> {
  const watch = await lockWatch(tx, seen.watch);
  // What was read of the registry may be older than what is known by now.
  if (watch === null || watch.revision !== seen.watch.revision) return 0;
  const { workspaceId, registry, modelName, target } = watch;
  if ((await executingRequest(tx, workspaceId, registry, modelName, target)) !== null) return settlingMs;
  const [last] = await newestExecutions(tx, watch, 1);
  const endedMs = last?.finishedAt?.getTime() ?? null;
  const restsMs = endedMs === null ? settlingMs : epochMs(setting.now()) - endedMs;
  // Ours may have ended without an answer, and still land.
  if (last?.state !== 'verified' && last?.version === seen.found && restsMs < settlingMs) return settlingMs - restsMs;
  await noteOutsideChange(setting, tx, { ...seen, watch });
  await noteHolder(tx, watch, seen.found, new Date(setting.now()));
  return null;
}
