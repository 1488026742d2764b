import { decimal, decimalText, subtract } from '#domain/decimal.ts';
import { finite, holds, sign } from '../condition.ts';
import { own } from '../own.ts';
import { condition, named } from '../schema/values.ts';
import { andList, coded, comparison } from '../words.ts';
import { allOf, definePredicate, reads, unknownFact, whenKnown } from './define.ts';

export const metricDeltaPredicate = definePredicate({
  name: 'metric_delta',
  summary: 'Candidate minus champion meets the condition, for every named metric.',
  schema: named(condition),
  words: (value) =>
    andList(
      Object.entries(value).map(
        ([name, { op, value: bound }]) =>
          `the candidate's ${coded(name)} minus the champion's is ${comparison(op, bound)}`,
      ),
    ),
  read: (value, { facts }) =>
    allOf(
      Object.entries(value).map(([name, { op, value: bound }]) =>
        whenKnown(`metric_delta ${name}`, facts.metrics.candidate, (candidate) =>
          whenKnown(`metric_delta ${name}`, facts.metrics.champion, (champion) => {
            const after = finite(own(candidate, name)?.value ?? null);
            const before = champion === null ? null : finite(own(champion, name)?.value ?? null);
            if (after === null || before === null) {
              return unknownFact(
                `metric_delta ${name}`,
                `The ${after === null ? 'candidate' : 'champion'} has no ${name}.`,
              );
            }
            const delta = subtract(decimal(after), decimal(before));
            return reads(
              holds(delta, op, decimal(bound)),
              `${name} changes by ${decimalText(delta)} (${sign(op)} ${bound}?)`,
            );
          }),
        ),
      ),
    ),
  examples: [
    {
      value: { auc: { op: '>=', value: -0.002 } },
      facts: {
        metrics: {
          candidate: { auc: { value: 0.871, asOf: null, producer: null } },
          champion: { auc: { value: 0.873, asOf: null, producer: null } },
          baseline: null,
        },
      },
      truth: true,
    },
    {
      value: { auc: { op: '>=', value: 0 } },
      facts: { metrics: { candidate: {}, champion: null, baseline: null } },
      truth: null,
    },
  ],
});
