import { z } from 'zod';
import { decimal } from '#domain/decimal.ts';
import { holds, sign } from '../condition.ts';
import { own } from '../own.ts';
import { condition } from '../schema/values.ts';
import { allOf, definePredicate, reads, whenKnown } from './define.ts';

export const sizeOfChangePredicate = definePredicate({
  name: 'size_of_change',
  summary: 'Every named size of the change meets its condition.',
  schema: z.partialRecord(
    z.enum(['traffic_share', 'monthly_cost_delta', 'monthly_cost_delta_pct', 'training_cost', 'rows']),
    condition,
  ),
  read: (value, { facts }) =>
    allOf(
      Object.entries(value).map(([name, { op, value: bound }]) =>
        whenKnown(`size_of_change ${name}`, own(facts.sizeOfChange, name), (size) =>
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
