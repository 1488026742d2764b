import { z } from 'zod';
import { isUnknown } from '../facts.ts';
import { own } from '../own.ts';
import { text } from '../schema/values.ts';
import { coded } from '../words.ts';
import { defineEvidenceCheck, missing } from './define.ts';

export const pipelineCheck = defineEvidenceCheck({
  kind: 'pipeline',
  summary: 'The newest run of a pipeline that is bound to the candidate succeeded.',
  schema: z.strictObject({ pipeline: text(100), is: z.literal('success') }),
  words: ({ pipeline: name }) => `the newest run of ${coded(name)} for this version succeeded`,
  judge: ({ pipeline: name }, { facts }) => {
    const run = own(facts.pipelines, name);
    const limit = 'success';
    if (run === undefined) {
      return missing(`No run of ${name} is bound to the candidate.`, null, { candidate: null, reference: null, limit });
    }
    if (isUnknown(run)) return missing(run.unknown, null, { candidate: null, reference: null, limit });
    const shown = { candidate: run.status, reference: null, limit };
    if (run.status === 'running') return missing(`${name} is still running.`, null, shown);
    const passed = run.status === 'success';
    return {
      verdict: passed ? 'passed' : 'failed',
      because: passed ? `${name} succeeded` : `${name} ${run.status === 'failed' ? 'failed' : 'was cancelled'}`,
      values: run.status,
      findings: passed ? [] : [`${name} ${run.status}`],
      asOf: run.asOf,
      producer: name,
      shown,
    };
  },
  examples: [
    {
      check: { pipeline: 'tests', is: 'success' },
      facts: { pipelines: { tests: { status: 'success', asOf: null } } },
      verdict: 'passed',
    },
    {
      check: { pipeline: 'tests', is: 'success' },
      facts: { pipelines: { tests: { status: 'running', asOf: null } } },
      verdict: 'missing',
    },
    {
      check: { pipeline: 'tests', is: 'success' },
      facts: { pipelines: { tests: { status: 'cancelled', asOf: null } } },
      verdict: 'failed',
    },
    { check: { pipeline: 'tests', is: 'success' }, facts: { pipelines: {} }, verdict: 'missing' },
  ],
});
