import { z } from 'zod';
import { decimal } from '#domain/decimal.ts';
import { holds, sign } from '../condition.ts';
import { own } from '../own.ts';
import { changeSize, condition } from '../schema/values.ts';
import { andList, coded, comparison } from '../words.ts';
import { allOf, definePredicate, reads, whenNumber } from './define.ts';

const sizes: Readonly<Record<string, string>> = {
  traffic_share: 'the share of the traffic',
  monthly_cost_delta: 'the estimated change of the monthly cost',
  monthly_cost_delta_pct: 'the estimated change of the monthly cost in percent',
  training_cost: 'the estimated cost of the training',
  rows: 'the number of rows',
};

export const sizeOfChangePredicate = definePredicate({
  name: 'size_of_change',
  summary: 'Every named size of the change meets its condition.',
  schema: z.partialRecord(changeSize, condition).refine((map) => Object.keys(map).length > 0, 'this map is empty'),

  words: (value) =>
    andList(
      Object.entries(value).map(
        ([name, { op, value: bound }]) => `${own(sizes, name) ?? coded(name)} is ${comparison(op, bound)}`,
      ),
    ),
  read: (value, { facts }) =>
    allOf(
      Object.entries(value).map(([name, { op, value: bound }]) =>
        whenNumber(`size_of_change ${name}`, own(facts.sizeOfChange, name), (size) =>
          reads(holds(decimal(size), op, decimal(bound)), `${name} is ${size} (${sign(op)} ${bound}?)`),
        ),
      ),
    ),
  examples: [
    {
      value: { training_cost: { op: '<=', value: 500 } },
      facts: { sizeOfChange: { training_cost: 500 } },
      truth: true,
    },
    {
      value: { training_cost: { op: '<', value: 500 } },
      facts: { sizeOfChange: { training_cost: 500 } },
      truth: false,
    },
    { value: { rows: { op: '<', value: 500 } }, facts: { sizeOfChange: {} }, truth: null },
  ],
});
