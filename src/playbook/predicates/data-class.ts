import { dataClass, list } from '../schema/values.ts';
import { orList } from '../words.ts';
import { definePredicate, reads, whenKnown } from './define.ts';

export const dataClassPredicate = definePredicate({
  name: 'data_class',
  summary: 'The model uses data of a listed class.',
  schema: list(dataClass),
  words: (value) => `the model uses ${orList(value.map((one) => one.replaceAll('_', '-')))} data`,
  read: (value, { facts }) =>
    whenKnown('data_class', facts.catalogue.dataClass, (classes) =>
      reads(
        value.some((one) => classes.includes(one)),
        `its data is ${classes.join(', ')}`,
      ),
    ),
  examples: [
    { value: ['personal', 'special_category'], facts: { catalogue: { dataClass: ['personal'] } }, truth: true },
    { value: 'anonymous', facts: { catalogue: { dataClass: ['personal'] } }, truth: false },
  ],
});
