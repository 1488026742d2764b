import type { World } from './endpoint.ts';
import { modelNamed, versionNumbered } from './lookups.ts';
import { pythonJson } from './python-json.ts';
import { absent, MlflowRefusal } from './refusal.ts';
import { type Stage, type State, stages, type Tag, type VersionRow } from './state.ts';
import { setTag, tagRecord, tagValue } from './tags.ts';

export interface VersionDraft {
  readonly source: string;
  readonly runId: string;
  readonly description: string | null;
  readonly tags: Tag[];
  /** The logged model it is registered from, if any. */
  readonly loggedModelId: string;
}

/** Registers the next version; numbers of deleted versions are not used again. */
export function createVersion(world: World, name: string, draft: VersionDraft): VersionRow {
  const model = modelNamed(world.state, name);
  refuseDeadSource(world.state, draft.source);
  const now = world.now();
  const { source, runId, description, tags } = draft;
  const version = model.lastVersion + 1;
  const row: VersionRow = {
    version,
    createdMs: now,
    updatedMs: now,
    stage: 'None',
    description: description ?? '',
    source,
    runId,
    status: 'READY',
    tags,
  };
  model.versions.push(row);
  model.lastVersion = version;
  model.updatedMs = now;
  listInLoggedModel(world.state, draft.loggedModelId, name, version);
  world.announce({
    entity: 'model_version',
    action: 'created',
    data: { name, version: String(version), source, run_id: runId || null, tags: tagRecord(tags), description },
  });
  return row;
}

/** Leaves aliases that name it dangling, as MLflow does. */
export function deleteVersion(world: World, name: string, version: string): void {
  const { model, row } = versionNumbered(world.state, name, version);
  model.versions = model.versions.filter((held) => held !== row);
  model.updatedMs = world.now();
}

export function moveToStage(world: World, name: string, version: string, stage: Stage, archiveOthers: boolean): void {
  const { model, row } = versionNumbered(world.state, name, version);
  const now = world.now();
  const others = model.versions.filter((held) => held !== row && held.stage === stage);
  for (const other of archiveOthers && stage !== stages[0] ? others : []) {
    other.stage = 'Archived';
    other.updatedMs = now;
  }
  row.stage = stage;
  row.updatedMs = now;
  model.updatedMs = now;
}

function refuseDeadSource(state: State, source: string): void {
  const logged = /^models:\/(m-[^/]+)$/.exec(source);
  if (logged?.[1] !== undefined && !state.loggedModels.has(logged[1])) throw absent(`Logged model '${logged[1]}'`);
  const other = /^models:\/([^/]+)\/(\d+)$/.exec(source);
  const versions = state.models.get(other?.[1] ?? '')?.versions ?? [];
  if (other !== null && !versions.some((row) => row.version === Number(other[2]))) {
    throw new MlflowRefusal('INTERNAL_ERROR', `Cannot resolve source ${source}`);
  }
}

/** A logged model lists its versions as JSON text in a tag. */
function listInLoggedModel(state: State, id: string, name: string, version: number): void {
  const model = state.loggedModels.get(id);
  if (model === undefined) return;
  const held: unknown = JSON.parse(tagValue(model.tags, 'mlflow.modelVersions') ?? '[]');
  const list = [...(Array.isArray(held) ? held : []), { name, version }];
  setTag(model.tags, 'mlflow.modelVersions', pythonJson(list));
}
