import { aPerson, aRole } from '../mention.ts';
import { id, list } from '../schema/values.ts';
import { definePredicate, reads, whenKnown } from './define.ts';

export const requesterInPredicate = definePredicate({
  name: 'requester_in',
  summary: 'The person who asked is in one of the roles.',
  schema: list(id),
  words: (value, naming) => `whoever asks is in ${naming.roles(value)}`,
  read: (value, { facts, inRoles }) => {
    const { person } = facts.requester;
    if (person === null) return reads(false, 'no person asked');
    return whenKnown('requester_in', inRoles(person, value), (is) =>
      reads(is, `${aPerson(person)} is ${is ? '' : 'not '}in ${value.map(aRole).join(' or ')}`),
    );
  },
  examples: [
    {
      value: ['fraud-ml'],
      facts: {
        requester: { person: 'ana', kind: 'person' },
        roles: { 'fraud-ml': [{ person: 'ana', since: '2020-01-01T00:00:00.000Z', until: null }] },
      },
      truth: true,
    },
    { value: 'fraud-ml', facts: { requester: { person: null, kind: 'automation' } }, truth: false },
  ],
});
