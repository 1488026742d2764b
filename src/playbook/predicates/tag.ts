import { globMatches } from '../glob.ts';
import { own } from '../own.ts';
import { glob, list, named } from '../schema/values.ts';
import { andList, coded, orList } from '../words.ts';
import { allOf, definePredicate, reads, whenKnown } from './define.ts';

export const tagPredicate = definePredicate({
  name: 'tag',
  summary: 'Every named tag of the version is present and matches.',
  schema: named(list(glob)),
  words: (value) =>
    andList(
      Object.entries(value).map(
        ([key, globs]) => `the tag ${coded(key)} of the version is ${orList(globs.map(coded))}`,
      ),
    ),
  read: (value, { facts }) =>
    whenKnown('tag', facts.tags, (present) =>
      allOf(
        Object.entries(value).map(([key, globs]) => {
          const is = own(present, key);
          if (is === undefined) return reads(false, `there is no tag ${key}`);
          return reads(
            globs.some((one) => globMatches(one, is)),
            `tag ${key} is ${is}`,
          );
        }),
      ),
    ),
  examples: [
    { value: { stage: ['ready*'] }, facts: { tags: { stage: 'ready-for-review' } }, truth: true },
    { value: { stage: 'ready' }, facts: { tags: {} }, truth: false },
    { value: { stage: 'ready' }, facts: { tags: { unknown: 'MLflow did not answer.' } }, truth: null },
  ],
});
