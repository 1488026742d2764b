import { ageCondition } from '../schema/values.ts';
import { ageWords } from '../words.ts';
import { ageMeets } from './age.ts';
import { definePredicate, unknownFact, whenKnown } from './define.ts';

export const championAgePredicate = definePredicate({
  name: 'champion_age',
  summary: 'The time since the champion took the target meets the condition.',
  schema: ageCondition,
  words: (value) => `the champion has held the target for ${ageWords(value)}`,
  read: (value, context) =>
    whenKnown('champion_age', context.facts.champion, (champion) =>
      champion === null
        ? unknownFact('champion_age', 'There is no champion.')
        : whenKnown('champion_age', champion.since, (since) => ageMeets('champion', since, value, context)),
    ),
  examples: [{ value: { op: '>', value: '30d' }, facts: { champion: null }, truth: null }],
});
