import { z } from 'zod';
import { definePredicate, reads, whenKnown } from './define.ts';

export const requesterIsPredicate = definePredicate({
  name: 'requester_is',
  summary: 'An automation asked, or the only contributor did.',
  schema: z.enum(['automation', 'only_contributor']),
  words: (value) =>
    value === 'automation'
      ? 'a program asks, not a person'
      : 'whoever asks is the only person who contributed to the version',
  read: (value, { facts }) => {
    const { person, kind } = facts.requester;
    if (value === 'automation') return reads(kind === 'automation', `the requester is ${person ?? 'an automation'}`);
    return whenKnown('contributors', facts.contributors, (people) =>
      reads(people.length > 0 && people.every((one) => one === person), `the contributors are ${people.join(', ')}`),
    );
  },
  examples: [
    { value: 'automation', facts: { requester: { person: null, kind: 'automation' } }, truth: true },
    {
      value: 'only_contributor',
      facts: { requester: { person: 'ana', kind: 'person' }, contributors: ['ana'] },
      truth: true,
    },
    {
      value: 'only_contributor',
      facts: { requester: { person: 'ana', kind: 'person' }, contributors: ['ana', 'ben'] },
      truth: false,
    },
    {
      value: 'only_contributor',
      facts: { requester: { person: 'ana', kind: 'person' }, contributors: { unknown: 'No commits.' } },
      truth: null,
    },
  ],
});
