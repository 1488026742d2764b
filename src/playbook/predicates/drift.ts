import { z } from 'zod';
import { globMatches } from '../glob.ts';
import { own } from '../own.ts';
import { driftSignal, durationText, glob, operator } from '../schema/values.ts';
import { andList, comparison, driftWords, featureWords, heldWords } from '../words.ts';
import { allOf, anyOf, definePredicate, unknownFact, whenKnown } from './define.ts';
import { driftHeld } from './drift-held.ts';

const driftCondition = z.strictObject({
  op: operator,
  value: z.number(),
  for: durationText.default('0m'),
  feature: glob.default('**'),
});

/** By signal, the condition on it. */
export const driftMap = z
  .partialRecord(driftSignal, driftCondition)
  .refine((map) => Object.keys(map).length > 0, 'this map is empty');

const samples = [{ at: '2020-01-01T00:00:00.000Z', value: 0.4 }];

export const driftPredicate = definePredicate({
  name: 'drift',
  summary: 'For some feature the signal met the condition at every sample since one at or before `now - for`.',
  schema: driftMap,
  words: (value) =>
    andList(
      Object.entries(value).map(
        ([signal, { op, value: bound, for: held, feature }]) =>
          `${driftWords(signal)} of ${featureWords(feature, 'some')} is ${comparison(op, bound)}${heldWords(held)}`,
      ),
    ),
  read: (value, context) =>
    allOf(
      Object.entries(value).map(([signal, condition]) =>
        whenKnown(`drift ${signal}`, own(context.facts.drift, signal), (all) => {
          const series = all.filter(({ feature }) => globMatches(condition.feature, feature));
          if (series.length === 0) return unknownFact(`drift ${signal}`, `No feature has a ${signal}.`);
          return anyOf(series.map((one) => driftHeld(signal, one, condition, context)));
        }),
      ),
    ),
  examples: [
    {
      value: { psi: { op: '>', value: 0.3 } },
      facts: { drift: { psi: [{ feature: 'amount', producer: null, samples }] } },
      truth: true,
    },
    {
      value: { psi: { op: '>', value: 0.5 } },
      facts: { drift: { psi: [{ feature: 'amount', producer: null, samples }] } },
      truth: false,
    },
    { value: { psi: { op: '>', value: 0.3 } }, facts: { drift: {} }, truth: null },
  ],
});
