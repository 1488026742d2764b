import { globMatches } from '../glob.ts';
import { glob, list } from '../schema/values.ts';
import { coded, orList } from '../words.ts';
import { definePredicate, reads } from './define.ts';

export const fromPredicate = definePredicate({
  name: 'from',
  summary: 'The alias the version leaves matches.',
  schema: list(glob),
  words: (value) => `the alias that the version leaves is ${orList(value.map(coded))}`,
  read: (value, { facts }) => {
    const alias = facts.from;
    if (alias === null) return reads(false, 'there is no such alias');
    return reads(
      value.some((one) => globMatches(one, alias)),
      `it leaves ${alias}`,
    );
  },
  examples: [
    { value: ['prod*'], facts: { from: 'production' }, truth: true },
    { value: 'staging', facts: { from: 'production' }, truth: false },
    { value: 'staging', facts: { from: null }, truth: false },
  ],
});
