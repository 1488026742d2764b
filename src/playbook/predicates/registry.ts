import { id, list } from '../schema/values.ts';
import { coded, orList } from '../words.ts';
import { definePredicate, reads } from './define.ts';

export const registryPredicate = definePredicate({
  name: 'registry',
  summary: 'The connection is listed.',
  schema: list(id),
  words: (value) => `the registry is ${orList(value.map(coded))}`,
  read: (value, context) => reads(value.includes(context.facts.registry), `the registry is ${context.facts.registry}`),
  examples: [
    { value: ['mlflow'], facts: { registry: 'mlflow' }, truth: true },
    { value: 'vertex-eu', facts: { registry: 'mlflow' }, truth: false },
  ],
});
