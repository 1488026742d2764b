import { list, useCase } from '../schema/values.ts';
import { andList } from '../words.ts';
import { definePredicate, reads, whenKnown } from './define.ts';

const phrases = {
  pilot: 'is a pilot',
  mission_critical: 'is mission-critical',
  reusable: 'is reusable',
  retrains_ad_hoc: 'is retrained ad hoc',
  retrains_often: 'is retrained often',
  changes_often: 'changes often',
  serves_batch: 'serves in batches',
  serves_online: 'serves online',
} as const;

export const useCasePredicate = definePredicate({
  name: 'use_case',
  summary: 'Every listed characteristic is present.',
  schema: list(useCase),
  words: (value) => `the model ${andList(value.map((one) => phrases[one]))}`,
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
