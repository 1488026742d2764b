import { z } from 'zod';
import { decimal } from '#domain/decimal.ts';
import { holds, sign } from '../condition.ts';
import { anyList, operator, text } from '../schema/values.ts';
import { coded, comparison, sliceWords } from '../words.ts';
import { defineEvidenceCheck, missing } from './define.ts';
import { judgeMetric } from './metric-judge.ts';
import { candidateMetric } from './metric-reading.ts';

const facts = (value: number | null) => ({
  metrics: { candidate: { auc: { value, asOf: null, producer: 'eval' } }, champion: null, baseline: null },
});

export const metricValueCheck = defineEvidenceCheck({
  kind: 'metric_value',
  summary: 'The metric against a fixed value, overall and in every slice with enough rows.',
  schema: z.strictObject({
    metric: text(100),
    op: operator,
    value: z.number(),
    slices: anyList(text(100)).default([]),
    min_support: z.int().min(1).default(1),
  }),
  words: ({ metric, op, value, slices, min_support }) =>
    `${coded(metric)} is ${comparison(op, value)}${sliceWords(slices, min_support)}`,
  judge: ({ metric: name, op, value: bound, slices, min_support }, context) => {
    const limit = `${sign(op)} ${bound}`;
    const read = candidateMetric(name, context.facts);
    if ('absent' in read) return missing(read.absent, null, { candidate: null, reference: null, limit });
    return judgeMetric(
      { name, ...read, reference: null },
      {
        met: (value) => holds(decimal(value), op, decimal(bound)),
        text: (value) => `${value}, limit ${limit}`,
        limit: () => limit,
      },
      { dimensions: slices, minSupport: min_support },
    );
  },
  examples: [
    { check: { metric: 'auc', op: '>=', value: 0.8 }, facts: facts(0.8), verdict: 'passed' },
    { check: { metric: 'auc', op: '>', value: 0.8 }, facts: facts(0.8), verdict: 'failed' },
    { check: { metric: 'auc', op: '>=', value: 0.8 }, facts: facts(null), verdict: 'missing' },
    { check: { metric: 'auc', op: '>=', value: 0.8, slices: ['region'] }, facts: facts(0.9), verdict: 'missing' },
  ],
});
