import { absent, invalid } from './refusal.ts';
import type { ModelRow, RunRow, State, VersionRow } from './state.ts';

/** Each throws the refusal MLflow gives for what does not exist. */
export function modelNamed(state: State, name: string): ModelRow {
  const row = state.models.get(name);
  if (row === undefined) throw absent(`Registered Model with name=${name}`);
  return row;
}

export function versionNumbered(state: State, name: string, version: string): { model: ModelRow; row: VersionRow } {
  if (!/^\d+$/.test(version)) throw invalid(`Parameter 'version' must be an integer, got '${version}'.`);
  const model = state.models.get(name);
  const row = model?.versions.find((held) => held.version === Number(version));
  if (model === undefined || row === undefined) throw absent(`Model Version (name=${name}, version=${version})`);
  return { model, row };
}

export function runWithId(state: State, id: string): RunRow {
  const row = state.runs.get(id);
  if (row === undefined) throw absent(`Run with id=${id}`);
  return row;
}
