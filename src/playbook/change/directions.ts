import { canonicalJson } from '#domain/canonical-json.ts';
import { type Naming, quoted } from '../words.ts';

/** How one value stands to another: `same`, or the way from the first to the second. */
export type Way = 'same' | 'tighter' | 'looser' | 'different';

export function sameValue(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

/** Several parts of one thing: tighter or looser only if no part goes the other way. */
export function together(ways: readonly Way[]): Way {
  const found = new Set(ways.filter((way) => way !== 'same'));
  if (found.size === 0) return 'same';
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : 'different';
}

/** The other way round. */
export function reversed(way: Way): Way {
  if (way === 'tighter') return 'looser';
  return way === 'looser' ? 'tighter' : way;
}

export function lowerIsTighter(a: number, b: number): Way {
  return a === b ? 'same' : b < a ? 'tighter' : 'looser';
}

export function higherIsTighter(a: number, b: number): Way {
  return reversed(lowerIsTighter(a, b));
}

/** Sets of which the smaller is the stricter. */
export function fewerIsTighter(a: readonly string[], b: readonly string[]): Way {
  const added = b.some((one) => !a.includes(one));
  const removed = a.some((one) => !b.includes(one));
  if (added && removed) return 'different';
  if (added) return 'looser';
  return removed ? 'tighter' : 'same';
}

export function moreIsTighter(a: readonly string[], b: readonly string[]): Way {
  return reversed(fewerIsTighter(a, b));
}

/** Words in order, the strictest first. */
export function ranked<T>(order: readonly T[], a: T, b: T): Way {
  return lowerIsTighter(order.indexOf(a), order.indexOf(b));
}

/** What is in `after` alone and in `before` alone, as `adds a and b, takes out c`. */
export function listChange(before: readonly string[], after: readonly string[]): string {
  const added = after.filter((one) => !before.includes(one));
  const removed = before.filter((one) => !after.includes(one));
  return [
    ...(added.length > 0 ? [`adds ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`takes out ${removed.join(', ')}`] : []),
  ].join(' and ');
}

/** People and roles by their ids: a change is told to whoever has either set at hand. */
export const namingIds: Naming = {
  person: (id) => id,
  roles: (ids) => ids.join(' or '),
  evidence: (id) => quoted(id),
};
