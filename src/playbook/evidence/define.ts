import type { z } from 'zod';
import type { Json } from '#domain/canonical-json.ts';
import type { Digest } from '#domain/digest.ts';
import type { Instant } from '#domain/instant.ts';
import type { Facts } from '../facts.ts';
import type { EvidenceVerdict } from '../verdict.ts';
import type { Naming } from '../words.ts';

export interface EvidenceContext {
  readonly facts: Facts;
  readonly nowMs: number;
  /** Notes an instant from which on the answer may differ. */
  readonly mayChangeAt: (ms: number) => void;
}

/** What a check found, before the age and the producer of it are looked at. */
export interface CheckResult {
  readonly verdict: 'passed' | 'failed' | 'missing';
  readonly because: string;
  /** What was compared: part of the fingerprint. */
  readonly values: Json;
  /** What is wrong, one text each. */
  readonly findings: readonly string[];
  /** Undefined where the check has no such thing, null where it should and has not. */
  readonly asOf?: Instant | null;
  readonly producer?: string | null;
  readonly document?: Digest;
  readonly shown: EvidenceVerdict['shown'];
}

export interface EvidenceExample {
  readonly check: Json;
  readonly facts: Partial<Facts>;
  readonly verdict: CheckResult['verdict'];
}

/** One check of the language. `judge` throws a RangeError for malformed facts and never for parsed values. */
export interface EvidenceCheck {
  readonly kind: string;
  readonly summary: string;
  readonly schema: z.ZodType;
  /** A clause that says of a parsed value when it holds, as `the criticality of the model is high`. */
  readonly words: (value: Json, naming: Naming) => string;
  readonly judge: (value: Json, context: EvidenceContext) => CheckResult;
  readonly examples: readonly EvidenceExample[];
}

/** Makes a check from a schema of what is written under `check` and a judge of that. */
export function defineEvidenceCheck<S extends z.ZodType>(spec: {
  readonly kind: string;
  readonly summary: string;
  readonly schema: S;
  readonly words: (value: z.output<S>, naming: Naming) => string;
  readonly judge: (value: z.output<S>, context: EvidenceContext) => CheckResult;
  readonly examples: readonly EvidenceExample[];
}): EvidenceCheck {
  const { kind, summary, schema, examples, words, judge } = spec;
  return {
    kind,
    summary,
    schema,
    examples,
    words: (value, naming) => words(schema.parse(value), naming),
    judge: (value, context) => judge(schema.parse(value), context),
  };
}

export const nothingShown = { candidate: null, reference: null, limit: null };

/** The result for what cannot be judged. */
export function missing(
  because: string,
  values: Json = null,
  shown: EvidenceVerdict['shown'] = nothingShown,
): CheckResult {
  return { verdict: 'missing', because, values, findings: [because], shown };
}
