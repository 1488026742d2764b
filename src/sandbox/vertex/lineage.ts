import { absent } from './refusal.ts';
import type { Route, World } from './route.ts';
import type { LineageRow, PipelineJobRow } from './state.ts';

/** The name of the context that keeps what a pipeline job read and wrote. */
export function contextName({ parent }: World, { id }: PipelineJobRow): string {
  return `${parent}/metadataStores/default/contexts/${id}`;
}

/** The metadata of a pipeline run, for those that have some. */
export const lineage: readonly Route[] = [
  {
    method: 'GET',
    path: 'metadataStores/{store}/contexts/{context}:queryContextLineageSubgraph',
    permission: 'aiplatform.contexts.queryContextLineageSubgraph',
    write: false,
    answer(world, { ids: [, id = ''] }) {
      const job = world.state.pipelineJobs.get(id);
      if (job?.lineage === undefined) throw absent(`The Context "${id}"`);
      return subgraph(world, job, job.lineage);
    },
  },
];

/** One step that read the data, made others of it, trained on those and measured. */
function subgraph(
  { parent }: World,
  { id, startedMs, endedMs }: PipelineJobRow,
  { datasets, metrics }: LineageRow,
): object {
  const store = `${parent}/metadataStores/default`;
  const execution = `${store}/executions/${id}-train`;
  const [from, to] = [startedMs, endedMs ?? startedMs].map((ms) => new Date(ms).toISOString());
  const sources = datasets.map(({ name, uri }, index) => ({
    name: `${store}/artifacts/${id}-source-${index}`,
    displayName: name,
    uri,
    schemaTitle: 'system.Dataset',
    createTime: from,
  }));
  const split = {
    name: `${store}/artifacts/${id}-split`,
    displayName: 'training split',
    schemaTitle: 'system.Dataset',
    createTime: from,
  };
  const measured = {
    name: `${store}/artifacts/${id}-metrics`,
    displayName: 'metrics',
    schemaTitle: 'system.Metrics',
    metadata: metrics,
    createTime: to,
  };
  const event = (artifact: { readonly name: string }, type: string) => ({ artifact: artifact.name, execution, type });
  return {
    artifacts: [...sources, split, measured],
    executions: [
      { name: execution, displayName: 'train', schemaTitle: 'system.ContainerExecution', state: 'COMPLETE' },
    ],
    events: [
      ...sources.map((one) => event(one, 'INPUT')),
      event(split, 'OUTPUT'),
      event(split, 'INPUT'),
      event(measured, 'OUTPUT'),
    ],
  };
}
