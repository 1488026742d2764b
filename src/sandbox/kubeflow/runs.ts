import { z } from 'zod';
import type { ParameterValue } from '#domain/pipeline.ts';
import { type EngineRun, StartRefusal } from '../pipelines/engine/engine.ts';
import type { Call, Endpoint, World } from './endpoint.ts';
import { listed } from './pages.ts';
import { versionsUnder } from './pipelines.ts';
import { absent, invalid, KubeflowRefusal } from './refusal.ts';
import { bodyOf } from './request-body.ts';
import { pipelineId, type RunRow, time, versionId, wholeSecond } from './state.ts';
import { nativeTasks, runtimeStates, taskDetails } from './task-details.ts';

const json: z.ZodType<ParameterValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);

const runBody = z.strictObject({
  display_name: z.string(),
  description: z.string().default(''),
  experiment_id: z.string().default(''),
  service_account: z.string().optional(),
  pipeline_version_reference: z.strictObject({ pipeline_id: z.string(), pipeline_version_id: z.string().default('') }),
  runtime_config: z
    .strictObject({ parameters: z.record(z.string(), json).default({}), pipeline_root: z.string().optional() })
    .prefault({}),
});

/** A run with what the engine knows of it. */
interface Pair {
  readonly row: RunRow;
  readonly run: EngineRun;
}

function pairsOf({ state, engine }: World): readonly Pair[] {
  const runs = new Map(engine.runs().map((run) => [run.id, run]));
  return [...state.runs.values()].flatMap((row) => {
    const run = runs.get(row.id);
    return run === undefined ? [] : [{ row, run }];
  });
}

function pairOf({ state, engine }: World, { ids: [id = ''] }: Call): Pair {
  const [row, run] = [state.runs.get(id), engine.run(id)];
  if (row === undefined || run === null) throw absent(`Run ${id}`);
  return { row, run };
}

/** Starts what a request asks for. Throws a refusal where the pipeline is gone or the parameters do not fit. */
function createRun(world: World, { body }: Call): object {
  const { state, engine, newId, now, multiUser } = world;
  const order = bodyOf(runBody, body);
  const { pipeline_id, pipeline_version_id: wanted } = order.pipeline_version_reference;
  const versions = versionsUnder(world, pipeline_id);
  const template = versions.find(({ name, version }) => wanted === '' || versionId(name, version) === wanted);
  if (template === undefined) throw absent(`PipelineVersion ${wanted}`);
  const experiment = state.experiments.get(order.experiment_id);
  if (multiUser && experiment === undefined) throw invalid('experiment_id cannot be empty in multi-user mode.');
  const row: RunRow = {
    id: newId(),
    displayName: order.display_name,
    description: order.description,
    experimentId: experiment?.id ?? '',
    namespace: experiment?.namespace ?? '',
    template: template.name,
    templateVersion: template.version,
    parameters: order.runtime_config.parameters,
    createdMs: wholeSecond(now()),
    archived: false,
  };
  try {
    const { id, parameters } = row;
    const run = engine.start({ id, template: template.name, version: template.version, parameters });
    state.runs.set(id, row);
    return runAnswer({ row, run }, []);
  } catch (error) {
    if (error instanceof StartRefusal) throw invalid(error.problems.join(' '));
    throw error;
  }
}

export const runs: readonly Endpoint[] = [
  {
    method: 'GET',
    path: 'runs',
    needs: 'list runs',
    answer(world, { query }) {
      const namespace = query.get('namespace') ?? '';
      const inside = pairsOf(world).filter(({ row }) => row.namespace === namespace);
      const page = listed(inside, query, { id: ({ row }) => row.id, columns, fields });
      return {
        runs: page.items.map((pair) => runAnswer(pair, [])),
        total_size: page.total,
        next_page_token: page.next,
      };
    },
  },
  { method: 'POST', path: 'runs', needs: 'create runs', answer: createRun },
  {
    method: 'GET',
    path: 'runs/{id}',
    needs: 'get runs',
    answer(world, call) {
      const pair = pairOf(world, call);
      return runAnswer(pair, taskDetails(pair.run));
    },
  },
  {
    method: 'GET',
    path: 'runs/{id}/tasks',
    needs: 'get runs',
    since: 3,
    answer: (world, call) => ({ tasks: nativeTasks(pairOf(world, call).run), next_page_token: '' }),
  },
  {
    method: 'POST',
    path: 'runs/{id}:terminate',
    needs: 'terminate runs',
    answer(world, call) {
      const { row } = pairOf(world, call);
      if (world.engine.cancel(row.id)) return {};
      throw new KubeflowRefusal('INVALID_ARGUMENT', `Failed to terminate run ${row.id}: it is in a terminal state.`);
    },
  },
  {
    method: 'POST',
    path: 'runs/{id}:archive',
    needs: 'archive runs',
    answer(world, call) {
      pairOf(world, call).row.archived = true;
      return {};
    },
  },
  {
    method: 'DELETE',
    path: 'runs/{id}',
    needs: 'delete runs',
    answer(world, call) {
      const { row } = pairOf(world, call);
      world.engine.remove(row.id);
      world.state.runs.delete(row.id);
      return {};
    },
  },
];

const fields = [
  'run_id',
  'display_name',
  'description',
  'namespace',
  'experiment_id',
  'pipeline_id',
  'storage_state',
  'state',
  'created_at',
  'finished_at',
];

function columns({ row, run }: Pair) {
  return {
    run_id: row.id,
    display_name: row.displayName,
    description: row.description,
    namespace: row.namespace,
    experiment_id: row.experimentId,
    pipeline_id: pipelineId(row.template),
    storage_state: row.archived ? 'ARCHIVED' : 'AVAILABLE',
    state: runtimeStates[run.state],
    created_at: row.createdMs,
    finished_at: wholeSecond(run.endedMs ?? 0),
  };
}

function runAnswer({ row, run }: Pair, tasks: readonly object[]): object {
  return {
    experiment_id: row.experimentId,
    run_id: row.id,
    display_name: row.displayName,
    description: row.description,
    storage_state: row.archived ? 'ARCHIVED' : 'AVAILABLE',
    pipeline_version_reference: {
      pipeline_id: pipelineId(row.template),
      pipeline_version_id: versionId(row.template, row.templateVersion),
    },
    runtime_config: { parameters: row.parameters },
    service_account: 'pipeline-runner',
    created_at: time(row.createdMs),
    scheduled_at: time(row.createdMs),
    finished_at: time(run.endedMs),
    state: runtimeStates[run.state],
    state_history: run.history.map(({ state, atMs }) => ({ update_time: time(atMs), state: runtimeStates[state] })),
    ...(tasks.length > 0 && { run_details: { task_details: tasks } }),
  };
}
