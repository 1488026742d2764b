import { z } from 'zod';
import { absolute, add, type Decimal, decimal, decimalText, multiply, subtract } from '#domain/decimal.ts';
import { holds, sign } from '../condition.ts';
import { isUnknown, type Metric } from '../facts.ts';

import { anyList, text } from '../schema/values.ts';
import { coded, comparison, sliceWords } from '../words.ts';
import { type CheckResult, defineEvidenceCheck, missing } from './define.ts';
import { judgeMetric } from './metric-judge.ts';
import { candidateMetric, metricOf } from './metric-reading.ts';

const tolerance = z.union(
  [z.number().min(0), z.string().regex(/^\d{1,3}(\.\d+)?%$/, 'a percentage is written 1%')],
  'a tolerance is a number that is not negative, or a percentage as 1%',
);

const metrics = (candidate: number, champion: number | null) => ({
  champion:
    champion === null ? null : { version: '5', digest: 'sha256:0', parts: {}, since: '2026-01-01T00:00:00.000Z' },
  metrics: {
    candidate: { auc: { value: candidate, asOf: null, producer: 'eval' } },
    champion: champion === null ? null : { auc: { value: champion, asOf: null, producer: 'eval' } },
    baseline: null,
  },
});

export const metricReferenceCheck = defineEvidenceCheck({
  kind: 'metric_reference',
  summary: 'The metric against the champion or the baseline, with a tolerance, overall and in every slice.',
  schema: z.strictObject({
    metric: text(100),
    op: z.enum(['<', '<=', '>=', '>']),
    of: z.enum(['champion', 'baseline']),
    tolerance: tolerance.default(0),
    if_no_champion: z.enum(['missing', 'pass']).default('missing'),
    slices: anyList(text(100)).default([]),
    min_support: z.int().min(1).default(1),
  }),
  words: ({ metric, op, of, tolerance, if_no_champion, slices, min_support }) => {
    const room = tolerance === 0 ? '' : ` ${op.startsWith('>') ? 'minus' : 'plus'} ${toleranceWords(tolerance)}`;
    const none =
      of === 'baseline' ? '' : `; without a champion it ${if_no_champion === 'pass' ? 'passes' : 'is missing'}`;
    const reference = of === 'champion' ? "the champion's" : 'that of the simple model logged with it (the baseline)';
    const absent = slices.length === 0 ? '' : '; a slice that only the reference has is missing';
    return `${coded(metric)} is ${comparison(op, reference)}${room}${sliceWords(slices, min_support)}${absent}${none}`;
  },
  judge: (check, { facts }) => {
    const { metric: name, op, of, slices, min_support } = check;
    const candidate = candidateMetric(name, facts);
    if ('absent' in candidate) return missing(candidate.absent);
    const all = facts.metrics[of];
    if (of === 'champion' && !isUnknown(facts.champion) && facts.champion === null) {
      return withoutChampion(candidate, check.if_no_champion);
    }
    if (all === null) return missing(of === 'baseline' ? 'No baseline was logged.' : 'The champion has no metrics.');
    const reference = metricOf(`The ${of}`, name, all);
    if ('absent' in reference) return missing(reference.absent, null, showing(candidate.value));
    const bound = (value: number | null) => allowed(value ?? 0, op, check.tolerance);
    return judgeMetric(
      { name, ...candidate, reference },
      {
        met: (value, before) => holds(decimal(value), op, bound(before)),
        text: (value, before) => `${value} against ${before}${toleranceText(op, check.tolerance)}`,
        limit: (before) => `${sign(op)} ${decimalText(bound(before))}`,
      },
      { dimensions: slices, minSupport: min_support },
    );
  },
  examples: [
    {
      check: { metric: 'auc', op: '>=', of: 'champion', tolerance: 0.002 },
      facts: metrics(0.871, 0.873),
      verdict: 'passed',
    },
    {
      check: { metric: 'auc', op: '>=', of: 'champion', tolerance: 0.002 },
      facts: metrics(0.8709, 0.873),
      verdict: 'failed',
    },
    { check: { metric: 'auc', op: '>=', of: 'champion', tolerance: '1%' }, facts: metrics(0.99, 1), verdict: 'passed' },
    { check: { metric: 'auc', op: '<=', of: 'champion', tolerance: '1%' }, facts: metrics(1.02, 1), verdict: 'failed' },
    { check: { metric: 'auc', op: '>=', of: 'champion' }, facts: metrics(0.9, null), verdict: 'missing' },
    {
      check: { metric: 'auc', op: '>=', of: 'champion', if_no_champion: 'pass' },
      facts: metrics(0.9, null),
      verdict: 'passed',
    },
    { check: { metric: 'auc', op: '>=', of: 'baseline' }, facts: metrics(0.9, 0.8), verdict: 'missing' },
  ],
});

/** The reference, moved by the tolerance to the lenient side; a percentage is of the absolute reference. */
function allowed(reference: number, op: '<' | '<=' | '>=' | '>', by: number | string): Decimal {
  const from = decimal(reference);
  const room =
    typeof by === 'number'
      ? decimal(by)
      : multiply(absolute(from), multiply(decimal(by.slice(0, -1)), decimal('0.01')));
  return op === '>=' || op === '>' ? subtract(from, room) : add(from, room);
}

function toleranceText(op: string, by: number | string): string {
  return by === 0 ? '' : ` ${op.startsWith('>') ? '-' : '+'} ${by}`;
}

function toleranceWords(by: number | string): string {
  return typeof by === 'number' ? String(by) : `${by.replace('%', ' percent')} of its size`;
}

function showing(value: number) {
  return { candidate: String(value), reference: null, limit: null };
}

function withoutChampion(
  { metric, value }: { readonly metric: Metric; readonly value: number },
  read: 'missing' | 'pass',
): CheckResult {
  if (read === 'missing') return missing('There is no champion to compare with.', null, showing(value));
  return {
    verdict: 'passed',
    because: `${value}; there is no champion to compare with`,
    values: { value, reference: null },
    findings: [],
    asOf: metric.asOf,
    producer: metric.producer,
    shown: showing(value),
  };
}
