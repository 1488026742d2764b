import { evidenceStatus, id, list, named } from '../schema/values.ts';
import { allOf, definePredicate, reads, unknownFact } from './define.ts';

export const evidencePredicate = definePredicate({
  name: 'evidence',
  summary: 'Every named item has a listed status; a missing item is unknown unless `missing` is listed.',
  schema: named(list(evidenceStatus), id),
  read: (value, context) =>
    allOf(
      Object.entries(value).map(([item, statuses]) => {
        const status = context.evidenceStatus(item);
        if ((status === null || status === 'missing') && !statuses.includes('missing')) {
          return unknownFact(`evidence ${item}`, `${item} is missing.`);
        }
        return reads(statuses.includes(status ?? 'missing'), `${item} is ${status ?? 'missing'}`);
      }),
    ),
  examples: [
    { value: { quality: ['failed'] }, facts: {}, truth: null },
    { value: { quality: ['failed', 'missing'] }, facts: {}, truth: true },
  ],
});
