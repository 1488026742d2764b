import { z } from 'zod';
import { epochMs, type Instant } from '#domain/instant.ts';
import { liesAhead } from '../clock-skew.ts';
import { durationMs } from '../duration.ts';

import { type Fact, type Facts, isUnknown } from '../facts.ts';
import { own } from '../own.ts';
import { durationText } from '../schema/values.ts';
import { durationWords } from '../words.ts';
import { defineEvidenceCheck, missing } from './define.ts';

const dated = {
  candidate: 'the candidate',
  data: 'the training data',
  validation: 'the validation of the model',
} as const;

export const ageCheck = defineEvidenceCheck({
  kind: 'age',
  summary: 'The champion, the candidate, its data or its validation is not older than this.',
  schema: z.strictObject({ age: z.enum(['champion', 'candidate', 'data', 'validation']), at_most: durationText }),
  words: ({ age, at_most }) =>
    age === 'champion'
      ? `the champion has held the target for at most ${durationWords(at_most)}`
      : `${dated[age]} is at most ${durationWords(at_most)} old`,
  judge: ({ age: what, at_most }, context) => {
    const since = dateOf(what, context.facts);
    const limit = `≤ ${at_most}`;
    if (isUnknown(since)) return missing(since.unknown, null, { candidate: null, reference: null, limit });
    const day = since.slice(0, 10);
    if (liesAhead(epochMs(since), context)) {
      return missing(`The ${what} is dated ${day}, in the future.`, since, { candidate: day, reference: null, limit });
    }
    const lasts = epochMs(since) + (durationMs(at_most) ?? 0);
    context.mayChangeAt(lasts + 1);
    const passed = context.nowMs <= lasts;
    return {
      verdict: passed ? 'passed' : 'failed',
      because: `the ${what} is of ${day}${passed ? '' : `, older than ${at_most}`}`,
      values: since,
      findings: passed ? [] : [`the ${what} is older than ${at_most}`],
      shown: { candidate: day, reference: null, limit },
    };
  },
  examples: [
    {
      check: { age: 'data', at_most: '30d' },
      facts: { dataAsOf: '2020-01-01T00:00:00.000Z' },
      verdict: 'failed',
    },
    { check: { age: 'data', at_most: '30d' }, facts: { dataAsOf: { unknown: 'Not logged.' } }, verdict: 'missing' },
    { check: { age: 'champion', at_most: '30d' }, facts: { champion: null }, verdict: 'missing' },
  ],
});

function dateOf(what: 'champion' | 'candidate' | 'data' | 'validation', facts: Facts): Fact<Instant> {
  switch (what) {
    case 'champion':
      if (facts.champion === null) return { unknown: 'There is no champion.' };
      return isUnknown(facts.champion) ? facts.champion : facts.champion.since;
    case 'candidate':
      return facts.candidateCreatedAt;
    case 'data':
      return facts.dataAsOf;
    case 'validation': {
      const document = own(facts.documents, 'validation') ?? { unknown: 'The model has no validation document.' };
      if (isUnknown(document)) return document;
      return document.date ?? { unknown: 'The validation document has no date.' };
    }
  }
}
