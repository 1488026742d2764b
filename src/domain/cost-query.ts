import type { CostDay } from './cost.ts';

/** Which amount of a bill is meant: with credits and prepayments spread, as invoiced, or before credits. */
export type CostBasis = 'effective' | 'billed' | 'gross';

/** What of a bill can be asked about besides labels. */
export const costColumns = [
  'service',
  'sku',
  'project',
  'resource',
  'region',
  'provider',
  'account',
  'category',
  'run',
] as const;
export type CostColumn = (typeof costColumns)[number];

/** What sums are split by: a column, or a label as `label:team`. */
export type CostDimension = CostColumn | `label:${string}`;

/** One of these values; null is for what has none. Several filters must all hold. */
export interface CostFilter {
  readonly by: CostDimension;
  readonly values: readonly (string | null)[];
}

/** What somebody asks of the bill. */
export interface CostQuery {
  /** None for everything. */
  readonly filters: readonly CostFilter[];
  readonly by: CostDimension;
  /** Both days included. */
  readonly first: CostDay;
  readonly last: CostDay;
  readonly basis: CostBasis;
  /** Whether the filters are those of who asks, because nothing was named. */
  readonly own: boolean;
}

/** Why an asking is not understood; `token` is the part of it that is meant, as it was written. */
export interface CostQueryRefusal {
  readonly token: string;
  /** Says what is wrong and what to write instead. */
  readonly sentence: string;
  /** What to write in place of the token, the likeliest first. */
  readonly suggestions: readonly string[];
}
