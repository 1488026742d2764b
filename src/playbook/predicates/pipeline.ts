import { own } from '../own.ts';
import { list, named, pipelineStatus } from '../schema/values.ts';
import { andList, coded, orList } from '../words.ts';
import { allOf, definePredicate, reads, whenKnown } from './define.ts';

const outcomes = {
  success: 'succeeded',
  failed: 'failed',
  running: 'is still running',
  cancelled: 'was cancelled',
} as const;

export const pipelinePredicate = definePredicate({
  name: 'pipeline',
  summary: 'The newest run bound to the candidate has a listed status, for every named pipeline.',
  schema: named(list(pipelineStatus)),
  words: (value) =>
    andList(
      Object.entries(value).map(
        ([name, statuses]) =>
          `the newest run of ${coded(name)} for this version ${orList(statuses.map((status) => outcomes[status]))}`,
      ),
    ),
  read: (value, { facts }) =>
    allOf(
      Object.entries(value).map(([name, statuses]) =>
        whenKnown(`pipeline ${name}`, own(facts.pipelines, name), ({ status }) =>
          reads(statuses.includes(status), `${name} is ${status}`),
        ),
      ),
    ),
  examples: [
    {
      value: { 'release-tests': 'success' },
      facts: { pipelines: { 'release-tests': { status: 'success', asOf: null } } },
      truth: true,
    },
    { value: { 'release-tests': 'success' }, facts: { pipelines: {} }, truth: null },
  ],
});
