import { list, part } from '../schema/values.ts';
import { orList, partWords } from '../words.ts';
import { partDiffers } from './changed-part.ts';
import { anyOf, definePredicate, reads } from './define.ts';

export const onlyChangedPredicate = definePredicate({
  name: 'only_changed',
  summary: 'No part but the listed ones differs from the champion.',
  schema: list(part),
  words: (value) => `nothing but ${orList(value.map((one) => partWords[one]))} differs from the champion's`,
  read: (value, { facts }) => {
    const others = part.options.filter((one) => !value.includes(one));
    const differs = anyOf(others.map((one) => partDiffers(facts, one)));
    return differs.truth === null ? differs : reads(!differs.truth, differs.because);
  },
  examples: [
    { value: ['weights'], facts: { champion: null }, truth: false },
    { value: ['weights'], facts: { champion: { unknown: 'MLflow did not answer.' } }, truth: null },
  ],
});
