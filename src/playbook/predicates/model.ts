import { globMatches } from '../glob.ts';
import { glob, list } from '../schema/values.ts';
import { coded, orList } from '../words.ts';
import { definePredicate, reads } from './define.ts';

export const modelPredicate = definePredicate({
  name: 'model',
  summary: "The model's catalogue id matches.",
  schema: list(glob),
  words: (value) => `the model is ${orList(value.map(coded))}`,
  read: (value, { facts }) =>
    reads(
      value.some((one) => globMatches(one, facts.model)),
      `the model is ${facts.model}`,
    ),
  examples: [
    { value: ['credit/*'], facts: { model: 'credit/limit' }, truth: true },
    { value: 'credit/*', facts: { model: 'credit/eu/limit' }, truth: false },
    { value: 'credit/**', facts: { model: 'credit/eu/limit' }, truth: true },
  ],
});
