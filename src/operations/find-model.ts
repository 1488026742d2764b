import { suggestion } from '#domain/suggestion.ts';
import { Refusal, UpstreamError } from '#errors.ts';
import { registryName } from '#playbook/catalogue.ts';
import { findModels, type ModelRow, modelIn, modelsNamed } from '#store/models.ts';
import type { Setting } from './setting.ts';
import { syncModel } from './sync-models.ts';

/** The model a person named by catalogue id or registry name. Throws a Refusal that offers near names. */
export async function modelNamed(setting: Setting, text: string): Promise<ModelRow> {
  const name = text.trim();
  const [first, second] = await modelsNamed(setting.db, setting.workspaceId, name);
  if (first !== undefined && second === undefined) return first;
  if (first !== undefined && second !== undefined) {
    throw new Refusal(
      'ambiguous_model',
      `${name} is in ${first.registry} and in ${second.registry}. Name it with its registry, as \`${modelKey(first)}\`.`,
    );
  }
  const unseen = await readUnseen(setting, name);
  if (unseen !== null && !(unseen instanceof UpstreamError)) return unseen;
  const near = await nearModels(setting, name);
  const offer = near.length === 0 ? '' : ` Did you mean ${near.map((id) => `\`${id}\``).join(', ')}?`;
  const unread = unseen === null ? '' : ` ${unseen.system} did not answer just now, so a new model may be missing.`;
  throw new Refusal(
    'no_such_model',
    `No registry is known to have a model ${name}.${offer}${unread} \`/mlops status\` lists the models.`,
  );
}

/** As `modelNamed`, where it matters only which entry of models.yaml is meant: a model may be in several registries. */
export async function entryNamed(setting: Setting, text: string): Promise<ModelRow> {
  const [first, ...others] = await modelsNamed(setting.db, setting.workspaceId, text.trim());
  if (first !== undefined && others.every(({ modelId }) => modelId === first.modelId)) return first;
  return await modelNamed(setting, text);
}

/** The ids of models whose name contains the text, else of the one whose name is nearest to it. */
async function nearModels(setting: Setting, text: string): Promise<readonly string[]> {
  const containing = await findModels(setting.db, setting.workspaceId, text, 3);
  if (containing.length > 0) return containing.map(({ modelId }) => modelId);
  const all = await findModels(setting.db, setting.workspaceId, '', 50_000);
  const nearest = suggestion(
    text.toLowerCase(),
    all.flatMap(({ name, modelId }) => [name, modelId]),
  );
  return all.filter(({ name, modelId }) => name === nearest || modelId === nearest).map(({ modelId }) => modelId);
}

/** A model that was registered since the registries were last read. If none has it and one does not answer, that. */
async function readUnseen(setting: Setting, name: string): Promise<ModelRow | UpstreamError | null> {
  let silent: UpstreamError | null = null;
  for (const registry of setting.registries.values()) {
    const asked = registryName(setting.playbooks().set.models, name, registry.id) ?? name;
    try {
      await syncModel(setting, registry, asked);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      silent = error;
      continue;
    }
    const row = await modelIn(setting.db, setting.workspaceId, registry.id, asked);
    if (row !== null) return row;
  }
  return silent;
}

/** The model of a picker's key. Throws a Refusal if it is gone. */
export async function modelOfKey(setting: Setting, key: string): Promise<ModelRow> {
  const slash = key.indexOf('/');
  const row = await modelIn(setting.db, setting.workspaceId, key.slice(0, slash), key.slice(slash + 1));
  if (row !== null) return row;
  throw new Refusal('no_such_model', 'This model is no longer in its registry. Pick another one.');
}

/** Models for a picker; at most `limit`. */
export async function searchModels(setting: Setting, text: string, limit: number): Promise<readonly ModelRow[]> {
  return await findModels(setting.db, setting.workspaceId, text.trim(), limit);
}

/** The picker's own key of a model, and back. */
export function modelKey(model: Pick<ModelRow, 'registry' | 'name'>): string {
  return `${model.registry}/${model.name}`;
}

export type { ModelRow };
