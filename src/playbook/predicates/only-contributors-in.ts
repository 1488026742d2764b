import { aPerson, aRole } from '../mention.ts';
import { id, list } from '../schema/values.ts';
import { allOf, definePredicate, reads, whenKnown } from './define.ts';

export const onlyContributorsInPredicate = definePredicate({
  name: 'only_contributors_in',
  summary: 'There are contributors, and every one is in one of the roles.',
  schema: list(id),
  words: (value, naming) => `somebody contributed to the version, and everybody who did is in ${naming.roles(value)}`,
  read: (value, { facts, inRoles }) =>
    whenKnown('contributors', facts.contributors, (people) =>
      people.length === 0
        ? reads(false, 'there are no contributors')
        : allOf(
            people.map((person) =>
              whenKnown('only_contributors_in', inRoles(person, value), (is) =>
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
