import { criticality, list } from '../schema/values.ts';
import { orList } from '../words.ts';
import { definePredicate, reads, whenKnown } from './define.ts';

export const criticalityPredicate = definePredicate({
  name: 'criticality',
  summary: "The model's criticality is listed.",
  schema: list(criticality),
  words: (value) => `the criticality of the model is ${orList(value)}`,
  read: (value, { facts }) =>
    whenKnown('criticality', facts.catalogue.criticality, (is) =>
      reads(value.includes(is), `the criticality is ${is}`),
    ),
  examples: [
    { value: ['high', 'critical'], facts: { catalogue: { criticality: 'high' } }, truth: true },
    { value: 'low', facts: { catalogue: { criticality: 'high' } }, truth: false },
    {
      value: ['low'],
      facts: { catalogue: { criticality: { unknown: 'The model is not in the catalogue.' } } },
      truth: null,
    },
  ],
});
