import type { ModelRegistry, RegisteredModel } from '#domain/registry.ts';
import { catalogueId } from '#playbook/catalogue.ts';
import { markGoneModels, recordModels } from '#store/models.ts';
import type { Setting } from './setting.ts';

/** Reads a whole registry's models, page by page, so that pickers and status know them. Throws `UpstreamError`. */
export async function syncModels(setting: Setting, registry: ModelRegistry): Promise<number> {
  const begun = new Date();
  let pageToken: string | null = null;
  let count = 0;
  do {
    const page = await registry.searchModels({ limit: 1000, ...(pageToken === null ? {} : { pageToken }) });
    await recordModels(
      setting.db,
      page.items.map((model) => rowOf(setting, registry, model)),
    );
    count += page.items.length;
    pageToken = page.nextPageToken;
  } while (pageToken !== null);
  await markGoneModels(setting.db, setting.workspaceId, registry.id, begun);
  return count;
}

/** Reads one model anew, if the registry has it. Throws `UpstreamError`. */
export async function syncModel(setting: Setting, registry: ModelRegistry, name: string): Promise<void> {
  const model = await registry.getModel(name);
  if (model !== null) await recordModels(setting.db, [rowOf(setting, registry, model)]);
}

function rowOf(setting: Setting, registry: ModelRegistry, model: RegisteredModel) {
  return {
    workspaceId: setting.workspaceId,
    registry: registry.id,
    name: model.name,
    modelId: catalogueId(setting.playbooks().set.models, registry.id, model.name),
    description: model.description,
    aliases: { ...model.aliases },
    latestVersion: model.latestVersion,
    seenAt: new Date(),
    gone: false,
  };
}
