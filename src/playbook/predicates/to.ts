import { globMatches } from '../glob.ts';
import { glob, list } from '../schema/values.ts';
import { coded, orList } from '../words.ts';
import { definePredicate, reads } from './define.ts';

export const toPredicate = definePredicate({
  name: 'to',
  summary: 'The alias the version reaches matches.',
  schema: list(glob),
  words: (value) => `the alias that the version reaches is ${orList(value.map(coded))}`,
  read: (value, { facts }) => {
    const alias = facts.target;
    if (alias === null) return reads(false, 'there is no such alias');
    return reads(
      value.some((one) => globMatches(one, alias)),
      `it goes to ${alias}`,
    );
  },
  examples: [
    { value: ['prod*'], facts: { target: 'production' }, truth: true },
    { value: 'staging', facts: { target: 'production' }, truth: false },
    { value: 'staging', facts: { target: null }, truth: false },
  ],
});
