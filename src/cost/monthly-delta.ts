import { minus, percentOf } from './money.ts';

type Known<T> = T | { readonly unknown: string };

/** What serving a version instead of the champion changes a month, in money and in percent of what is billed now. */
export interface MonthlyDelta {
  readonly monthly_cost_delta: Known<number>;
  readonly monthly_cost_delta_pct: Known<number>;
}

/**
 * `expected` is what serving the candidate is said to cost a month, `billed` what serving was billed in the last one,
 * both decimal text in one currency. Where either is not known, its sentence says why, and nothing is guessed.
 */
export function monthlyDelta(expected: Known<string>, billed: Known<string>): MonthlyDelta {
  if (typeof expected !== 'string') return both(expected);
  if (typeof billed !== 'string') return both(billed);
  const delta = minus(expected, billed);
  const percent = percentOf(delta, billed);
  return {
    monthly_cost_delta: Number(delta),
    monthly_cost_delta_pct:
      percent === null ? { unknown: 'Serving was billed nothing, so there is no percent of it.' } : Number(percent),
  };
}

function both(unknown: { readonly unknown: string }): MonthlyDelta {
  return { monthly_cost_delta: unknown, monthly_cost_delta_pct: unknown };
}
