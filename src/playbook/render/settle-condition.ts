import type { Json } from '#domain/canonical-json.ts';
import type { Predicates } from '../keys.ts';
import { branchesOf } from './condition-words.ts';

/** Reads one predicate as far as it is settled before anybody asks; null if it is not. */
export type ReadSettled = (name: string, value: Json) => boolean | null;

/** What is left of a condition once the settled part of it is read: its truth, or the predicates that remain. */
export function settleCondition(map: Predicates | null, read: ReadSettled): boolean | Predicates {
  const left: [string, Json][] = [];
  for (const [name, value] of Object.entries(map ?? {})) {
    if (name !== 'any_of' && name !== 'none_of') {
      const truth = read(name, value);
      if (truth === false) return false;
      if (truth === null) left.push([name, value]);
      continue;
    }
    const branches = branchesOf(value).map((one) => settleCondition(one, read));
    const open = branches.filter((one) => typeof one !== 'boolean');
    const settled = branches.includes(true) ? name === 'any_of' : open.length === 0 ? name === 'none_of' : null;
    if (settled === false) return false;
    if (settled === null) left.push([name, open]);
  }
  return left.length === 0 ? true : Object.fromEntries(left);
}
