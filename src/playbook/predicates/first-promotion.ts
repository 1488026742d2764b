import { z } from 'zod';
import { definePredicate, reads, whenKnown } from './define.ts';

export const firstPromotionPredicate = definePredicate({
  name: 'first_promotion',
  summary: 'Whether no version holds the target yet.',
  schema: z.boolean(),
  words: (value) => (value ? 'no version holds the target yet' : 'a version holds the target already'),
  read: (value, { facts }) =>
    whenKnown('first_promotion', facts.champion, (champion) =>
      reads(
        (champion === null) === value,
        champion === null ? 'there is no champion' : `the champion is ${champion.version}`,
      ),
    ),
  examples: [
    { value: true, facts: { champion: null }, truth: true },
    { value: false, facts: { champion: null }, truth: false },
    { value: true, facts: { champion: { unknown: 'MLflow did not answer.' } }, truth: null },
  ],
});
