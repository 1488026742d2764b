import { list, part } from '../schema/values.ts';
import { partDiffers } from './changed-part.ts';
import { anyOf, definePredicate } from './define.ts';

export const changedPredicate = definePredicate({
  name: 'changed',
  summary: 'A listed part differs from the champion.',
  schema: list(part),
  read: (value, { facts }) => anyOf(value.map((one) => partDiffers(facts, one))),
  examples: [
    { value: ['weights'], facts: { champion: null }, truth: true },
    { value: ['weights'], facts: { champion: { unknown: 'MLflow did not answer.' } }, truth: null },
  ],
});
