import { z } from 'zod';
import { decimal } from '#domain/decimal.ts';
import { holds } from '../condition.ts';
import { anyList, text } from '../schema/values.ts';
import { coded, sliceWords } from '../words.ts';
import { defineEvidenceCheck, missing } from './define.ts';
import { judgeMetric } from './metric-judge.ts';
import { candidateMetric } from './metric-reading.ts';

const facts = (value: number) => ({
  metrics: { candidate: { ratio: { value, asOf: null, producer: 'eval' } }, champion: null, baseline: null },
});

export const metricBetweenCheck = defineEvidenceCheck({
  kind: 'metric_between',
  summary: 'The metric between two bounds, both included, overall and in every slice with enough rows.',
  schema: z
    .strictObject({
      metric: text(100),
      op: z.literal('between'),
      low: z.number(),
      high: z.number(),
      slices: anyList(text(100)).default([]),
      min_support: z.int().min(1).default(1),
    })
    .refine(({ low, high }) => low <= high, 'low is above high, so nothing can pass'),
  words: ({ metric, low, high, slices, min_support }) =>
    `${coded(metric)} lies between ${low} and ${high}, both included${sliceWords(slices, min_support)}`,
  judge: ({ metric: name, low, high, slices, min_support }, context) => {
    const limit = `${low} to ${high}`;
    const read = candidateMetric(name, context.facts);
    if ('absent' in read) return missing(read.absent, null, { candidate: null, reference: null, limit });
    return judgeMetric(
      { name, ...read, reference: null },
      {
        met: (value) => holds(decimal(value), '>=', decimal(low)) && holds(decimal(value), '<=', decimal(high)),
        text: (value) => `${value}, limit ${limit}`,
        limit: () => limit,
      },
      { dimensions: slices, minSupport: min_support },
    );
  },
  examples: [
    { check: { metric: 'ratio', op: 'between', low: 0.85, high: 1.18 }, facts: facts(1.18), verdict: 'passed' },
    { check: { metric: 'ratio', op: 'between', low: 0.85, high: 1.18 }, facts: facts(0.84), verdict: 'failed' },
  ],
});
