import { z } from 'zod';
import { definePredicate, reads, whenKnown } from './define.ts';

export const euHighRiskPredicate = definePredicate({
  name: 'eu_high_risk',
  summary: 'Whether the model counts as high-risk under the EU AI Act.',
  schema: z.boolean(),
  words: (value) => `the model ${value ? 'counts' : 'does not count'} as high-risk under the EU AI Act`,
  read: (value, { facts }) =>
    whenKnown('eu_high_risk', facts.catalogue.euHighRisk, (is) =>
      reads(is === value, `it is ${is ? '' : 'not '}high-risk in the EU`),
    ),
  examples: [
    { value: true, facts: { catalogue: { euHighRisk: true } }, truth: true },
    {
      value: false,
      facts: { catalogue: { euHighRisk: { unknown: 'The model is not in the catalogue.' } } },
      truth: null,
    },
  ],
});
