import { decimal } from '#domain/decimal.ts';
import { epochMs } from '#domain/instant.ts';
import { finite, holds, sign } from '../condition.ts';
import { durationMs } from '../duration.ts';
import type { DriftSeries, Operator } from '../reported.ts';
import { type PredicateContext, type Reading, reads, unknownFact } from './define.ts';

export interface DriftCondition {
  readonly op: Operator;
  readonly value: number;
  readonly for: string;
}

/** Whether the condition held at every sample of one feature since one at or before `now - for`. */
export function driftHeld(
  signal: string,
  series: DriftSeries,
  condition: DriftCondition,
  context: Pick<PredicateContext, 'nowMs' | 'mayChangeAt'>,
): Reading {
  const length = durationMs(condition.for) ?? 0;
  const all = series.samples.map(({ at, value }) => ({ at: epochMs(at), value: finite(value) }));
  for (const { at } of all) {
    context.mayChangeAt(at);
    context.mayChangeAt(at + length);
  }
  const samples = all.filter(({ at }) => at <= context.nowMs).sort((a, b) => a.at - b.at);
  const fact = `drift ${signal}`;
  if (samples.length === 0) return unknownFact(fact, `There is no ${signal} of ${series.feature} yet.`);
  const first = samples.findLastIndex(({ at }) => at <= context.nowMs - length);
  const recent = samples.slice(Math.max(first, 0));
  const bound = decimal(condition.value);
  const text = `${signal} of ${series.feature} ${sign(condition.op)} ${condition.value}`;
  if (recent.some(({ value }) => value !== null && !holds(decimal(value), condition.op, bound))) {
    return reads(false, `${text} did not hold for ${condition.for}`);
  }
  if (recent.some(({ value }) => value === null))
    return unknownFact(fact, `A ${signal} of ${series.feature} is no number.`);
  if (first < 0) return reads(false, `${text} has not been watched for ${condition.for} yet`);
  return reads(true, text);
}
