import { decimal } from '#domain/decimal.ts';
import { holds, sign } from '../condition.ts';
import { own } from '../own.ts';
import { condition, named } from '../schema/values.ts';
import { andList, coded, comparison } from '../words.ts';
import { allOf, definePredicate, reads, whenNumber } from './define.ts';

export const metricPredicate = definePredicate({
  name: 'metric',
  summary: 'The latest live value of every named metric meets its condition.',
  schema: named(condition),
  words: (value) =>
    andList(
      Object.entries(value).map(
        ([name, { op, value: bound }]) => `the live ${coded(name)} is ${comparison(op, bound)}`,
      ),
    ),
  read: (value, { facts }) =>
    allOf(
      Object.entries(value).map(([name, { op, value: bound }]) =>
        whenNumber(`metric ${name}`, own(facts.live, name), (live) =>
          reads(holds(decimal(live), op, decimal(bound)), `${name} is ${live} (${sign(op)} ${bound}?)`),
        ),
      ),
    ),
  examples: [
    { value: { error_rate: { op: '>', value: 0.01 } }, facts: { live: { error_rate: 0.02 } }, truth: true },
    { value: { error_rate: { op: '>', value: 0.02 } }, facts: { live: { error_rate: 0.02 } }, truth: false },
    { value: { error_rate: { op: '>', value: 0.02 } }, facts: { live: {} }, truth: null },
  ],
});
