import type { Json } from '#domain/canonical-json.ts';
import { durationMs } from '../duration.ts';
import type { Predicates } from '../keys.ts';
import { lengthWords } from '../words.ts';
import type { Variable } from './formula.ts';
import { no, type Truths, unknown, yes } from './truth.ts';

/** Every number that a fact is compared with, by the fact's name; ages in milliseconds. */
export type Thresholds = ReadonlyMap<string, readonly number[]>;

const named = ['metric', 'metric_delta', 'size_of_change', 'open_findings'];
const ages = ['champion_age', 'candidate_age', 'validation_age'];

/** A comparison of one fact with a number. */
export interface Comparison {
  /** As `metric auc`. */
  readonly fact: string;
  readonly op: string;
  readonly value: number;
}

/** The comparisons that a predicate consists of; null if it is none of the predicates that compare. */
export function comparisons(name: string, value: Json): readonly Comparison[] | null {
  if (ages.includes(name)) return comparison(name, value);
  if (!named.includes(name) || !isMap(value)) return null;
  return Object.entries(value).flatMap(([key, condition]) => comparison(`${name} ${key}`, condition));
}

function comparison(fact: string, condition: Json): readonly Comparison[] {
  if (!isMap(condition)) return [];
  const { op, value } = condition;
  const number = typeof value === 'string' ? (durationMs(value) ?? 0) : value;
  return typeof op === 'string' && typeof number === 'number' ? [{ fact, op, value: number }] : [];
}

/** The thresholds in all of some predicates, each once, in order. */
export function thresholdsIn(maps: readonly Predicates[]): Thresholds {
  const found = new Map<string, Set<number>>();
  const visit = (map: Predicates) => {
    for (const [name, value] of Object.entries(map)) {
      if (name === 'any_of' || name === 'none_of') for (const one of [value].flat()) if (isMap(one)) visit(one);
      for (const { fact, value: number } of comparisons(name, value) ?? []) {
        found.set(fact, (found.get(fact) ?? new Set()).add(number));
      }
    }
  };
  for (const map of maps) visit(map);
  return new Map([...found].map(([fact, numbers]) => [fact, [...numbers].sort((a, b) => a - b)]));
}

/** A fact that is below, at or between its thresholds, or not known. */
export function regions(fact: string, thresholds: Thresholds, free: boolean): Variable {
  const numbers = thresholds.get(fact) ?? [];
  const words = numbers.map((number) => (ages.includes(fact) ? lengthWords(number) : String(number)));
  const between = words.flatMap((word, index) => [
    index === 0 ? `\`${fact}\` is below ${word}` : `\`${fact}\` is between ${words[index - 1]} and ${word}`,
    `\`${fact}\` is ${word}`,
  ]);
  const values = [...between, `\`${fact}\` is above ${words.at(-1)}`, `\`${fact}\` is not known`];
  return { id: fact, values, unknown: values.length - 1, free };
}

/** What a comparison reads in each region of its fact. */
export function comparisonReads({ fact, op, value }: Comparison, thresholds: Thresholds): readonly Truths[] {
  const numbers = thresholds.get(fact) ?? [];
  const at = 2 * numbers.indexOf(value) + 1;
  const known = Array.from({ length: 2 * numbers.length + 1 }, (_, region) => (meets(region - at, op) ? yes : no));
  return [...known, unknown];
}

/** Whether a difference of this sign meets the operator. */
function meets(difference: number, op: string): boolean {
  if (op === '<') return difference < 0;
  if (op === '<=') return difference <= 0;
  if (op === '=') return difference === 0;
  if (op === '!=') return difference !== 0;
  return op === '>' ? difference > 0 : difference >= 0;
}

function isMap(value: Json | undefined): value is Predicates {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
