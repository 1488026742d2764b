import type { Json } from '#domain/canonical-json.ts';
import type { Predicates } from '../keys.ts';
import { allOf, anyOf, type PredicateContext, type Reading, reads, unknownFact } from '../predicates/define.ts';
import { predicateNamed } from '../predicates/index.ts';

/** Reads a map of predicates in Kleene logic (§6). Throws a RangeError or TypeError for facts of the wrong shape. */
export function judgePredicates(map: Predicates, context: PredicateContext): Reading {
  return allOf(Object.entries(map).map(([name, value]) => judgeEntry(name, value, context)));
}

/** Reads one entry of a map, `any_of` and `none_of` included. */
export function judgeEntry(name: string, value: Json, context: PredicateContext): Reading {
  if (name === 'any_of') return anyOf(maps(value).map((map) => judgePredicates(map, context)));
  if (name === 'none_of') {
    const any = anyOf(maps(value).map((map) => judgePredicates(map, context)));
    return any.truth === null ? any : reads(!any.truth, any.because);
  }
  return predicateNamed(name)?.judge(value, context) ?? unknownFact(name, `There is no predicate ${name}.`);
}

function maps(value: Json): Predicates[] {
  return (Array.isArray(value) ? value : [value]).filter(isMap);
}

function isMap(value: Json): value is Predicates {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
