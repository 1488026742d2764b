import { list, useCase } from '../schema/values.ts';
import { definePredicate, reads, whenKnown } from './define.ts';

export const useCasePredicate = definePredicate({
  name: 'use_case',
  summary: 'Every listed characteristic is present.',
  schema: list(useCase),
  read: (value, { facts }) =>
    whenKnown('use_case', facts.catalogue.useCase, (present) =>
      reads(
        value.every((one) => present.includes(one)),
        `its use is ${present.join(', ')}`,
      ),
    ),
  examples: [
    { value: 'pilot', facts: { catalogue: { useCase: ['pilot', 'serves_batch'] } }, truth: true },
    { value: ['pilot', 'serves_batch'], facts: { catalogue: { useCase: ['pilot'] } }, truth: false },
  ],
});
