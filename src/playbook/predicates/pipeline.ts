import { own } from '../own.ts';
import { list, named, pipelineStatus } from '../schema/values.ts';
import { allOf, definePredicate, reads, whenKnown } from './define.ts';

export const pipelinePredicate = definePredicate({
  name: 'pipeline',
  summary: 'The newest run bound to the candidate has a listed status, for every named pipeline.',
  schema: named(list(pipelineStatus)),
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
