import { anItem } from '../mention.ts';
import { evidenceStatus, id, list, named } from '../schema/values.ts';
import { andList, orList } from '../words.ts';
import { allOf, definePredicate, reads, unknownFact } from './define.ts';

const standings = {
  passed: 'has passed',
  failed: 'has failed',
  missing: 'is missing',
  stale: 'is too old',
} as const;

export const evidencePredicate = definePredicate({
  name: 'evidence',
  summary: 'Every named item has a listed status; a missing item is unknown unless `missing` is listed.',
  schema: named(list(evidenceStatus), id),
  words: (value, naming) =>
    andList(
      Object.entries(value).map(
        ([item, statuses]) => `${naming.evidence(item)} ${orList(statuses.map((status) => standings[status]))}`,
      ),
    ),
  read: (value, context) =>
    allOf(
      Object.entries(value).map(([item, statuses]) => {
        const status = context.evidenceStatus(item);
        if ((status === null || status === 'missing') && !statuses.includes('missing')) {
          return unknownFact(`evidence ${item}`, `${anItem(item)} is missing.`);
        }
        return reads(statuses.includes(status ?? 'missing'), `${anItem(item)} is ${status ?? 'missing'}`);
      }),
    ),
  examples: [
    { value: { quality: ['failed'] }, facts: {}, truth: null },
    { value: { quality: ['failed', 'missing'] }, facts: {}, truth: true },
  ],
});
