import { ageCondition } from '../schema/values.ts';
import { ageWords } from '../words.ts';
import { ageMeets } from './age.ts';
import { definePredicate, whenKnown } from './define.ts';

export const candidateAgePredicate = definePredicate({
  name: 'candidate_age',
  summary: 'The time since the candidate was registered meets the condition.',
  schema: ageCondition,
  words: (value) => `the candidate was registered ${ageWords(value)} ago`,
  read: (value, context) =>
    whenKnown('candidate_age', context.facts.candidateCreatedAt, (since) =>
      ageMeets('candidate', since, value, context),
    ),
  examples: [
    { value: { op: '>', value: '1d' }, facts: { candidateCreatedAt: '2020-01-01T00:00:00.000Z' }, truth: true },
    { value: { op: '<', value: '1d' }, facts: { candidateCreatedAt: { unknown: 'No date.' } }, truth: null },
  ],
});
