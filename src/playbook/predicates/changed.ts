import { list, part } from '../schema/values.ts';
import { orList, partWords } from '../words.ts';
import { partDiffers } from './changed-part.ts';
import { anyOf, definePredicate } from './define.ts';

const plural: readonly (string | undefined)[] = ['weights', 'signature', 'features', 'hyperparameters'];

export const changedPredicate = definePredicate({
  name: 'changed',
  summary: 'A listed part differs from the champion.',
  schema: list(part),
  words: (value) =>
    `${orList(value.map((one) => partWords[one]))} ${value.length === 1 && !plural.includes(value[0]) ? 'differs' : 'differ'} from the champion's`,
  read: (value, { facts }) => anyOf(value.map((one) => partDiffers(facts, one))),
  examples: [
    { value: ['weights'], facts: { champion: null }, truth: true },
    { value: ['weights'], facts: { champion: { unknown: 'MLflow did not answer.' } }, truth: null },
  ],
});
