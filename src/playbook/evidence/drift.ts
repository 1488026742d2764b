import { z } from 'zod';
import { sign } from '../condition.ts';
import { isUnknown } from '../facts.ts';
import { globMatches } from '../glob.ts';
import { own } from '../own.ts';
import { allOf } from '../predicates/define.ts';
import { driftHeld } from '../predicates/drift-held.ts';
import { driftSignal, durationText, glob, operator } from '../schema/values.ts';
import { comparison, driftWords, featureWords, heldWords } from '../words.ts';
import { defineEvidenceCheck, missing } from './define.ts';

const series = (feature: string, value: number) => ({
  feature,
  producer: 'monitor',
  samples: [{ at: '2020-01-01T00:00:00.000Z', value }],
});

export const driftCheck = defineEvidenceCheck({
  kind: 'drift',
  summary:
    'A drift signal of every matching feature met the condition at each sample since one at or before `now - for`.',
  schema: z.strictObject({
    drift: driftSignal,
    op: operator,
    value: z.number(),
    for: durationText.default('0m'),
    feature: glob.default('**'),
  }),
  words: ({ drift: signal, op, value, for: held, feature }) =>
    `${driftWords(signal)} of ${featureWords(feature, 'every')} is ${comparison(op, value)}${heldWords(held)}`,
  judge: (check, context) => {
    const { drift: signal, op, value } = check;
    const limit = `${sign(op)} ${value}`;
    const all = own(context.facts.drift, signal);
    if (all === undefined) return missing(`There is no ${signal}.`, null, { candidate: null, reference: null, limit });
    if (isUnknown(all)) return missing(all.unknown, null, { candidate: null, reference: null, limit });
    const matching = all.filter(({ feature }) => globMatches(check.feature, feature));
    if (matching.length === 0)
      return missing(`No feature has a ${signal}.`, null, { candidate: null, reference: null, limit });
    const readings = matching.map((one) => ({ one, reading: driftHeld(signal, one, check, context) }));
    const together = allOf(readings.map(({ reading }) => reading));
    const newest =
      matching
        .map(({ samples }) => samples.at(-1)?.at ?? '')
        .sort()
        .at(0) ?? '';
    return {
      verdict: together.truth === null ? 'missing' : together.truth ? 'passed' : 'failed',
      because: together.because,
      values: matching.map(({ feature, samples }) => [feature, samples.at(-1)?.value ?? null]),
      findings: readings
        .filter(({ reading }) => reading.truth !== true)
        .map(({ one }) => `${signal} of ${one.feature}`),
      asOf: newest === '' ? null : newest,
      producer:
        matching.find(({ producer }) => producer !== matching[0]?.producer)?.producer ?? matching[0]?.producer ?? null,
      shown: { candidate: `${matching.length} features`, reference: null, limit },
    };
  },
  examples: [
    { check: { drift: 'psi', op: '<', value: 0.2 }, facts: { drift: { psi: [series('a', 0.1)] } }, verdict: 'passed' },
    {
      check: { drift: 'psi', op: '<', value: 0.2 },
      facts: { drift: { psi: [series('a', 0.1), series('b', 0.3)] } },
      verdict: 'failed',
    },
    { check: { drift: 'psi', op: '<', value: 0.2 }, facts: { drift: {} }, verdict: 'missing' },
  ],
});
