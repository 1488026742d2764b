import type { Json } from '#domain/canonical-json.ts';
import { durationMs } from '../duration.ts';
import type { Predicates } from '../keys.ts';
import { sameValue } from './directions.ts';

/** How often a changed condition holds, compared with before. `unknown`: that cannot be told. */
export type Scope = 'same' | 'narrower' | 'wider' | 'unknown';

type Map = Readonly<Record<string, Json>>;

/** Predicates that hold when any of the listed is so. */
const anyListed = new Set([
  'action',
  'registry',
  'region',
  'criticality',
  'model',
  'from',
  'to',
  'data_class',
  'requester_in',
  'contributor_in',
  'only_contributors_in',
  'changed',
  'only_changed',
  'alert_criticality',
  'reason_contains',
]);

/** Predicates that hold when every listed is so. */
const allListed = new Set(['use_case']);

/** How the second condition stands to the first; null is the condition that always holds. */
export function scopeOf(before: Predicates | null, after: Predicates | null): Scope {
  if (sameValue(before, after)) return 'same';
  return conjunction(before ?? {}, after ?? {});
}

function conjunction(before: Map, after: Map): Scope {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return allOf(
    names.map((name) => {
      const [a, b] = [before[name], after[name]];
      if (a === undefined) return 'narrower';
      return b === undefined ? 'wider' : predicate(name, a, b);
    }),
  );
}

function predicate(name: string, a: Json, b: Json): Scope {
  if (sameValue(a, b)) return 'same';
  if (name === 'any_of') return alternatives(mapsOf(a), mapsOf(b));
  if (name === 'none_of') return opposite(alternatives(mapsOf(a), mapsOf(b)));
  if (anyListed.has(name)) return subset(textsOf(a), textsOf(b));
  if (allListed.has(name)) return opposite(subset(textsOf(a), textsOf(b)));
  if (name === 'evidence' || name === 'label' || name === 'tag' || name === 'pipeline' || name === 'materiality') {
    return byKey(a, b, (one, other) => subset(textsOf(one), textsOf(other)));
  }
  if (name === 'metric' || name === 'metric_delta' || name === 'size_of_change' || name === 'open_findings') {
    return byKey(a, b, bound);
  }
  if (name === 'drift') return byKey(a, b, drifted);
  if (name === 'champion_age' || name === 'candidate_age' || name === 'validation_age') return bound(a, b);
  return 'unknown';
}

/** Alternatives: more of them hold more often, if all that were there still are. */
function alternatives(before: readonly Map[], after: readonly Map[]): Scope {
  const within = (some: readonly Map[], all: readonly Map[]) =>
    some.every((one) => all.some((other) => ['same', 'wider'].includes(conjunction(one, other))));
  const wider = within(before, after);
  const narrower = within(after, before);
  if (wider && narrower) return 'same';
  if (wider) return 'wider';
  return narrower ? 'narrower' : 'unknown';
}

function byKey(a: Json, b: Json, compare: (one: Json, other: Json) => Scope): Scope {
  const [before, after] = [mapOf(a), mapOf(b)];
  if (before === null || after === null) return 'unknown';
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return allOf(
    keys.map((key) => {
      const [one, other] = [before[key], after[key]];
      if (one === undefined) return 'narrower';
      return other === undefined ? 'wider' : compare(one, other);
    }),
  );
}

/** A drift condition that has to hold for longer holds less often; features by another name cannot be compared. */
function drifted(a: Json, b: Json): Scope {
  const [before, after] = [mapOf(a), mapOf(b)];
  if (before === null || after === null || !sameValue(before['feature'], after['feature'])) return 'unknown';
  const [was, is] = [heldMs(before['for']), heldMs(after['for'])];
  return allOf([bound(a, b), is === was ? 'same' : is > was ? 'narrower' : 'wider']);
}

function heldMs(value: Json | undefined): number {
  return typeof value === 'string' ? (durationMs(value) ?? 0) : 0;
}

/** `{op, value}` over numbers or durations: comparable while the operator looks the same way. */
export function bound(a: Json, b: Json): Scope {
  const [before, after] = [boundOf(a), boundOf(b)];
  if (before !== null && after !== null && before.op === after.op && before.value === after.value) return 'same';
  if (before === null || after === null || before.side === null || before.side !== after.side) return 'unknown';
  if (before.value === after.value) return after.op.length > before.op.length ? 'wider' : 'narrower';
  return (before.side === 'upper') === after.value < before.value ? 'narrower' : 'wider';
}

function boundOf(value: Json): { op: string; side: 'upper' | 'lower' | null; value: number } | null {
  const map = mapOf(value);
  const op = map?.['op'];
  const limit = map?.['value'];
  const number = typeof limit === 'string' ? durationMs(limit) : limit;
  if (typeof op !== 'string' || typeof number !== 'number') return null;
  const side = op.startsWith('<') ? 'upper' : op.startsWith('>') ? 'lower' : null;
  return { op, side, value: number };
}

function subset(before: readonly string[], after: readonly string[]): Scope {
  const wider = before.every((one) => after.includes(one));
  const narrower = after.every((one) => before.includes(one));
  if (wider && narrower) return 'same';
  if (wider) return 'wider';
  return narrower ? 'narrower' : 'unknown';
}

function allOf(scopes: readonly Scope[]): Scope {
  const found = new Set(scopes.filter((scope) => scope !== 'same'));
  if (found.size === 0) return 'same';
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : 'unknown';
}

function opposite(scope: Scope): Scope {
  if (scope === 'narrower') return 'wider';
  return scope === 'wider' ? 'narrower' : scope;
}

function textsOf(value: Json): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

function mapsOf(value: Json): readonly Map[] {
  return Array.isArray(value) ? value.map(mapOf).filter((one) => one !== null) : [];
}

function mapOf(value: Json): Map | null {
  return isMap(value) ? value : null;
}

function isMap(value: Json): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
