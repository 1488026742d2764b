import { globMatches } from '../glob.ts';
import { own } from '../own.ts';
import { glob, list, named } from '../schema/values.ts';
import { andList, coded, orList } from '../words.ts';
import { allOf, definePredicate, reads, whenKnown } from './define.ts';

export const labelPredicate = definePredicate({
  name: 'label',
  summary: 'Every named label of the model is present and matches.',
  schema: named(list(glob)),
  words: (value) =>
    andList(
      Object.entries(value).map(
        ([key, globs]) => `the label ${coded(key)} of the model is ${orList(globs.map(coded))}`,
      ),
    ),
  read: (value, { facts }) =>
    whenKnown('label', facts.labels, (present) =>
      allOf(
        Object.entries(value).map(([key, globs]) => {
          const is = own(present, key);
          if (is === undefined) return reads(false, `there is no label ${key}`);
          return reads(
            globs.some((one) => globMatches(one, is)),
            `label ${key} is ${is}`,
          );
        }),
      ),
    ),
  examples: [
    { value: { stage: ['ready*'] }, facts: { labels: { stage: 'ready-for-review' } }, truth: true },
    { value: { stage: 'ready' }, facts: { labels: {} }, truth: false },
    { value: { stage: 'ready' }, facts: { labels: { unknown: 'MLflow did not answer.' } }, truth: null },
  ],
});
