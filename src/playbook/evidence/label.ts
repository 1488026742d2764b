import { z } from 'zod';
import { isUnknown } from '../facts.ts';
import { globMatches } from '../glob.ts';
import { own } from '../own.ts';
import { glob, list, text } from '../schema/values.ts';
import { coded, orList } from '../words.ts';
import { defineEvidenceCheck, missing } from './define.ts';

export const labelCheck = defineEvidenceCheck({
  kind: 'label',
  summary: 'A label of the model is there and matches.',
  schema: z.strictObject({ label: text(100), is: list(glob) }),
  words: ({ label: name, is }) => `the label ${coded(name)} of the model is ${orList(is.map(coded))}`,
  judge: ({ label: name, is }, { facts }) => {
    const limit = is.join(' or ');
    if (isUnknown(facts.labels)) {
      return missing(facts.labels.unknown, null, { candidate: null, reference: null, limit });
    }
    const value = own(facts.labels, name);
    if (value === undefined) {
      return missing(`The model has no label ${name}.`, null, { candidate: null, reference: null, limit });
    }
    const passed = is.some((one) => globMatches(one, value));
    return {
      verdict: passed ? 'passed' : 'failed',
      because: `${name} is ${value}${passed ? '' : `, not ${limit}`}`,
      values: value,
      findings: passed ? [] : [`${name} is ${value}`],
      shown: { candidate: value, reference: null, limit },
    };
  },
  examples: [
    { check: { label: 'stage', is: 'ready' }, facts: { labels: { stage: 'ready' } }, verdict: 'passed' },
    { check: { label: 'stage', is: ['ready'] }, facts: { labels: { stage: 'draft' } }, verdict: 'failed' },
    { check: { label: 'stage', is: ['ready'] }, facts: { labels: {} }, verdict: 'missing' },
  ],
});
