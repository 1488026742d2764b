import { decimal } from '#domain/decimal.ts';
import { epochMs, type Instant } from '#domain/instant.ts';
import { liesAhead } from '../clock-skew.ts';
import { holds, sign } from '../condition.ts';
import { durationMs } from '../duration.ts';
import type { Operator } from '../reported.ts';
import { type PredicateContext, type Reading, reads, unknownFact } from './define.ts';

/** Whether the time since an instant meets a condition over durations; unknown if the instant lies ahead. */
export function ageMeets(
  what: 'candidate' | 'champion' | 'validation',
  since: Instant,
  { op, value }: { readonly op: Operator; readonly value: string },
  context: Pick<PredicateContext, 'nowMs' | 'mayChangeAt'>,
): Reading {
  const from = epochMs(since);
  if (liesAhead(from, context)) {
    return unknownFact(`${what}_age`, `The ${what} is dated ${since.slice(0, 10)}, in the future.`);
  }
  const bound = durationMs(value) ?? 0;
  context.mayChangeAt(from + bound);
  context.mayChangeAt(from + bound + 1);
  return reads(
    holds(decimal(context.nowMs - from), op, decimal(bound)),
    `the ${what} is from ${since.slice(0, 10)} (age ${sign(op)} ${value}?)`,
  );
}
