import { absent, invalid } from './refusal.ts';
import type { EndpointRow, EvaluationRow, ModelRow, State, VersionRow } from './state.ts';

/** A model by the last part of its name, which may carry `@version` or `@alias`. Throws what Vertex AI would answer. */
export function modelNamed(state: State, reference: string): ModelRow {
  const [id = ''] = reference.split('@');
  const row = state.models.get(id);
  if (row === undefined) throw absent(`The Model "${id}"`);
  return row;
}

/** The version that a reference names: a number, an alias, or the default version without either. */
export function versionNamed(state: State, reference: string): { model: ModelRow; row: VersionRow } {
  const model = modelNamed(state, reference);
  const [, named = 'default'] = reference.split('@');
  const row = model.versions.find(({ version, aliases }) => String(version) === named || aliases.includes(named));
  if (row === undefined) throw absent(`The Model "${reference}"`);
  return { model, row };
}

/** As `versionNamed`, for calls that take a number only. */
export function versionNumbered(state: State, reference: string): { model: ModelRow; row: VersionRow } {
  if (!/@\d+$/.test(reference)) throw invalid('A version id is required in the resource name.');
  return versionNamed(state, reference);
}

export function evaluationOf(state: State, reference: string, id: string): EvaluationRow {
  const found = modelNamed(state, reference)
    .versions.flatMap(({ evaluations }) => evaluations)
    .find((row) => row.id === id);
  if (found === undefined) throw absent(`The ModelEvaluation "${id}"`);
  return found;
}

export function endpointNamed(state: State, id: string): EndpointRow {
  const row = state.endpoints.get(id);
  if (row === undefined) throw absent(`The Endpoint "${id}"`);
  return row;
}

/** A number nothing else has, as Google numbers what nobody named. */
export function newId(state: State): string {
  state.counter += 1;
  return String(4_100_000_000 + state.counter);
}
