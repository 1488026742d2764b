import type { z } from 'zod';
import type { Json } from '#domain/canonical-json.ts';
import { finite } from '../condition.ts';

import { type CatalogueFacts, type EvidenceStatus, type Fact, type Facts, isUnknown } from '../facts.ts';
import type { Naming } from '../words.ts';

/** What a predicate may look at. */
export interface PredicateContext {
  readonly facts: Facts;
  readonly nowMs: number;
  /** The status of an evidence item; null if the playbook has none of that id. */
  readonly evidenceStatus: (id: string) => EvidenceStatus | null;
  /** Whether the person is now in one of the roles. */
  readonly inRoles: (person: string, roles: readonly string[]) => Fact<boolean>;
  /** Notes an instant from which on the answer may differ. */
  readonly mayChangeAt: (ms: number) => void;
}

/** True, false, or null for unknown, with a sentence. `fact` names what is not known. */
export type Reading =
  | { readonly truth: boolean; readonly because: string }
  | { readonly truth: null; readonly fact: string; readonly because: string };

export interface PredicateExample {
  readonly value: Json;
  readonly facts: Partial<Omit<Facts, 'catalogue'>> & { readonly catalogue?: Partial<CatalogueFacts> };
  readonly truth: boolean | null;
}

/** One predicate of the language. `judge` throws a RangeError for malformed facts and never for parsed values. */
export interface Predicate {
  readonly name: string;
  readonly summary: string;
  readonly schema: z.ZodType;
  /** A clause that says of a parsed value when it holds, as `the criticality of the model is high`. */
  readonly words: (value: Json, naming: Naming) => string;
  readonly judge: (value: Json, context: PredicateContext) => Reading;
  readonly examples: readonly PredicateExample[];
}

/** Makes a predicate from a schema of its value and a reader of that value. */
export function definePredicate<S extends z.ZodType>(spec: {
  readonly name: string;
  readonly summary: string;
  readonly schema: S;
  readonly words: (value: z.output<S>, naming: Naming) => string;
  readonly read: (value: z.output<S>, context: PredicateContext) => Reading;
  readonly examples: readonly PredicateExample[];
}): Predicate {
  const { name, summary, schema, examples, words, read } = spec;
  return {
    name,
    summary,
    schema,
    examples,
    words: (value, naming) => words(schema.parse(value), naming),
    judge: (value, context) => read(schema.parse(value), context),
  };
}

/** A known answer. */
export function reads(truth: boolean, because: string): Reading {
  return { truth, because };
}

/** An unknown answer: `fact` is the fact's name in the language. */
export function unknownFact(fact: string, because: string): Reading {
  return { truth: null, fact, because };
}

/** Reads a fact if it is known, and passes its sentence on if not. */
export function whenKnown<T>(name: string, fact: Fact<T> | undefined, read: (value: T) => Reading): Reading {
  if (fact === undefined) return unknownFact(name, `${name} is not known.`);
  return isUnknown(fact) ? unknownFact(name, fact.unknown) : read(fact);
}

/** As `whenKnown`; NaN and the infinities are not known either. Throws a TypeError for what is no number. */
export function whenNumber(name: string, fact: Fact<number> | undefined, read: (value: number) => Reading): Reading {
  return whenKnown(name, fact, (given) => {
    const value = finite(given);
    return value === null ? unknownFact(name, `${name} is not a number.`) : read(value);
  });
}

/** Kleene *and* over readings: the first false, else the first unknown, else true with every sentence. */
export function allOf(readings: readonly Reading[]): Reading {
  const decisive = readings.find((r) => r.truth === false) ?? readings.find((r) => r.truth === null);
  return decisive ?? reads(true, readings.map((r) => r.because).join(', '));
}

/** Kleene *or*: the first true, else the first unknown, else false with every sentence. */
export function anyOf(readings: readonly Reading[]): Reading {
  const decisive = readings.find((r) => r.truth === true) ?? readings.find((r) => r.truth === null);
  return decisive ?? reads(false, readings.map((r) => r.because).join(', '));
}
