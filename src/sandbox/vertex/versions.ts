import { newId } from './lookups.ts';
import { invalid } from './refusal.ts';
import type { World } from './route.ts';
import type { Labels, ModelRow, State, VersionRow } from './state.ts';

/** What a version is uploaded with. `labels` are the version's own. */
export interface Upload {
  readonly displayName?: string;
  readonly description?: string;
  readonly versionDescription?: string;
  readonly labels?: Labels;
  readonly artifactUri?: string;
  readonly imageUri?: string;
  readonly pipelineJob?: string;
  readonly aliases?: readonly string[];
}

/** Adds a model with its first version, or another version of a model that is there; the first one is the default. */
export function uploadVersion({ state, now }: World, id: string, upload: Upload): { model: ModelRow; row: VersionRow } {
  const nowMs = now();
  const model = state.models.get(id) ?? {
    id,
    displayName: upload.displayName ?? id,
    description: upload.description ?? '',
    labels: {},
    createdMs: nowMs,
    versions: [],
    lastVersion: 0,
  };
  state.models.set(id, model);
  model.lastVersion += 1;
  const row: VersionRow = {
    version: model.lastVersion,
    aliases: model.versions.length === 0 ? ['default'] : [],
    description: upload.versionDescription ?? '',
    labels: upload.labels ?? {},
    createdMs: nowMs,
    updatedMs: nowMs,
    etag: newId(state),
    artifactUri: upload.artifactUri ?? '',
    imageUri: upload.imageUri ?? '',
    pipelineJob: upload.pipelineJob ?? '',
    evaluations: [],
  };
  model.versions.push(row);
  mergeAliases(state, model, row, upload.aliases ?? []);
  return { model, row };
}

/** Moves silently, as Vertex AI does; `-x` takes x away from this very version. */
export function mergeAliases(state: State, model: ModelRow, row: VersionRow, aliases: readonly string[]): void {
  for (const alias of aliases) {
    if (!/^-?[a-z][a-zA-Z0-9-]{0,126}[a-z0-9]$/.test(alias)) throw invalid(`Invalid version alias '${alias}'.`);
    if (alias === '-default') throw invalid('The default alias cannot be removed from a model.');
  }
  for (const alias of aliases) {
    const bare = alias.replace(/^-/, '');
    const holders = alias.startsWith('-') ? [row] : model.versions;
    for (const holder of holders) holder.aliases = holder.aliases.filter((held) => held !== bare);
    if (!alias.startsWith('-')) row.aliases.push(alias);
  }
  row.etag = newId(state);
}
