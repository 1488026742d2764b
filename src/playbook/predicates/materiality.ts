import { z } from 'zod';
import { level, list } from '../schema/values.ts';
import { andList, orList } from '../words.ts';
import { definePredicate, reads, whenKnown } from './define.ts';

export const materialityPredicate = definePredicate({
  name: 'materiality',
  summary: 'Exposure and purpose are each listed, where given.',
  schema: z
    .strictObject({ exposure: list(level).optional(), purpose: list(level).optional() })
    .refine((map) => map.exposure !== undefined || map.purpose !== undefined, 'name exposure, purpose or both'),
  words: ({ exposure, purpose }) =>
    andList([
      ...(exposure === undefined ? [] : [`the exposure of the model is ${orList(exposure)}`]),
      ...(purpose === undefined ? [] : [`the weight of its purpose is ${orList(purpose)}`]),
    ]),
  read: (value, { facts }) =>
    whenKnown('materiality', facts.catalogue.materiality, ({ exposure, purpose }) =>
      reads(
        (value.exposure?.includes(exposure) ?? true) && (value.purpose?.includes(purpose) ?? true),
        `exposure is ${exposure} and purpose ${purpose}`,
      ),
    ),
  examples: [
    {
      value: { exposure: 'high' },
      facts: { catalogue: { materiality: { exposure: 'high', purpose: 'low' } } },
      truth: true,
    },
    {
      value: { exposure: ['high'], purpose: ['high'] },
      facts: { catalogue: { materiality: { exposure: 'high', purpose: 'low' } } },
      truth: false,
    },
  ],
});
