import { aPerson, aRole } from '../mention.ts';
import { id, list } from '../schema/values.ts';
import { anyOf, definePredicate, reads, whenKnown } from './define.ts';

export const contributorInPredicate = definePredicate({
  name: 'contributor_in',
  summary: 'Some contributor is in one of the roles.',
  schema: list(id),
  words: (value, naming) => `somebody who contributed to the version is in ${naming.roles(value)}`,
  read: (value, { facts, inRoles }) =>
    whenKnown('contributors', facts.contributors, (people) =>
      people.length === 0
        ? reads(false, 'there are no contributors')
        : anyOf(
            people.map((person) =>
              whenKnown('contributor_in', inRoles(person, value), (is) =>
                reads(is, `${aPerson(person)} is ${is ? '' : 'not '}in ${value.map(aRole).join(' or ')}`),
              ),
            ),
          ),
    ),
  examples: [
    { value: ['fraud-ml'], facts: { contributors: [] }, truth: false },
    { value: ['fraud-ml'], facts: { contributors: { unknown: 'No commit is linked to the run.' } }, truth: null },
  ],
});
