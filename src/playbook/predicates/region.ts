import { list, text } from '../schema/values.ts';
import { coded, orList } from '../words.ts';
import { definePredicate, reads, whenKnown } from './define.ts';

export const regionPredicate = definePredicate({
  name: 'region',
  summary: "The registry's region is listed.",
  schema: list(text(60)),
  words: (value) => `the region of the registry is ${orList(value.map(coded))}`,
  read: (value, { facts }) =>
    whenKnown('region', facts.region, (region) => reads(value.includes(region), `the region is ${region}`)),
  examples: [
    { value: ['europe-west4'], facts: { region: 'europe-west4' }, truth: true },
    { value: 'us-east1', facts: { region: 'europe-west4' }, truth: false },
    { value: 'us-east1', facts: { region: { unknown: 'MLflow has no region.' } }, truth: null },
  ],
});
