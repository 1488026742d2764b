import type { Json } from '#domain/canonical-json.ts';
import type { Predicates } from '../keys.ts';
import { driftMap } from '../predicates/drift.ts';
import type { DriftCondition } from '../predicates/drift-held.ts';
import { branchesOf } from '../render/condition-words.ts';

/** A drift condition with the signal and the features it is about. */
export interface NamedDrift extends DriftCondition {
  readonly signal: string;
  /** A glob. */
  readonly feature: string;
}

/** The drift conditions under a `drift` key, in order; none for what is no such map. */
export function driftIn(value: Json | undefined): readonly NamedDrift[] {
  const parsed = driftMap.safeParse(value);
  if (!parsed.success) return [];
  return Object.entries(parsed.data).map(([signal, one]) => ({ ...one, signal }));
}

/** Every drift condition in a map of predicates, also under `any_of` and `none_of`, in order. */
export function driftConditions(map: Predicates): readonly NamedDrift[] {
  return Object.entries(map).flatMap(([name, value]) => {
    if (name === 'any_of' || name === 'none_of') return branchesOf(value).flatMap(driftConditions);
    return name === 'drift' ? driftIn(value) : [];
  });
}

/** Whether a map of predicates looks at drift and at nothing else. */
export function looksAtDriftAlone(map: Predicates): boolean {
  return Object.entries(map).every(([name, value]) =>
    name === 'any_of' || name === 'none_of' ? branchesOf(value).every(looksAtDriftAlone) : name === 'drift',
  );
}
