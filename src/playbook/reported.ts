import type { Digest } from '#domain/digest.ts';
import type { Instant } from '#domain/instant.ts';

export type Operator = '<' | '<=' | '=' | '!=' | '>=' | '>';

/** A document of the candidate or its model. `version` is the front matter's; `openFindings` maps severity to count. */
export interface DocumentFact {
  readonly digest: Digest;
  readonly version: string | null;
  readonly date: Instant | null;
  readonly producer: string | null;
  readonly sections: readonly string[];
  readonly openFindings: Readonly<Record<string, number>>;
}

/** One feature's samples of one drift signal, oldest first. */
export interface DriftSeries {
  readonly feature: string;
  readonly producer: string | null;
  readonly samples: readonly { readonly at: Instant; readonly value: number | null }[];
}

/** What an earlier rejection demanded of the next candidate. `slice` narrows the metric to one value of a dimension. */
export interface Criterion {
  readonly id: string;
  readonly request: string;
  readonly metric: string;
  readonly slice: { readonly dimension: string; readonly value: string } | null;
  readonly op: Operator;
  readonly value: number;
  readonly due: Instant | null;
}

/** A review that an emergency still owes; overdue from `due` on. */
export interface ReviewDebt {
  readonly request: string;
  readonly due: Instant;
}
