import { own } from '../own.ts';
import { ageCondition } from '../schema/values.ts';
import { ageWords } from '../words.ts';
import { ageMeets } from './age.ts';
import { definePredicate, unknownFact, whenKnown } from './define.ts';

export const validationAgePredicate = definePredicate({
  name: 'validation_age',
  summary: "The time since the date of the model's document `validation` meets the condition.",
  schema: ageCondition,
  words: (value) => `the validation of the model is ${ageWords(value)} old`,
  read: (value, context) =>
    whenKnown('validation_age', own(context.facts.documents, 'validation'), ({ date }) =>
      date === null
        ? unknownFact('validation_age', 'The validation document has no date.')
        : ageMeets('validation', date, value, context),
    ),
  examples: [{ value: { op: '<=', value: '365d' }, facts: { documents: {} }, truth: null }],
});
