import type { EngineRun, EngineRunStep } from '../pipelines/engine/engine.ts';
import { idOf, time } from './state.ts';

export const runtimeStates = {
  pending: 'PENDING',
  running: 'RUNNING',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  cancelling: 'CANCELING',
  cancelled: 'CANCELED',
} satisfies Readonly<Record<EngineRun['state'], string>>;

/**
 * The nodes of the Argo workflow that runs a pipeline, as 2.x lists them: the workflow, a root with its driver, and for
 * each step that was reached a driver, the step, and inside it the executor, which alone carries a message. Outputs stay
 * empty, as in every 2.x: kubeflow/pipelines #9858.
 */
export function taskDetails(run: EngineRun): readonly object[] {
  const reached = run.steps.filter(({ startedMs }) => startedMs !== null);
  if (run.startedMs === null) return [];
  const pod = (name: string) => `${run.template}-${run.id.slice(0, 5)}-${idOf(run.id, name).slice(0, 8)}`;
  const node = (name: string, shown: string, state: string, times: Times, more: object = {}) => ({
    run_id: run.id,
    task_id: idOf('task', run.id, name),
    display_name: shown,
    create_time: time(times.startedMs),
    start_time: time(times.startedMs),
    ...(times.endedMs !== null && { end_time: time(times.endedMs) }),
    state,
    pod_name: pod(name),
    child_tasks: [],
    ...more,
  });
  const children = (...names: readonly string[]) => names.map((name) => ({ pod_name: pod(name) }));
  const whole = { startedMs: run.startedMs, endedMs: run.endedMs };
  const state = runtimeStates[run.state];
  const [first] = reached;
  return [
    node('workflow', `${run.template}-${run.id.slice(0, 5)}`, state, whole, { child_tasks: children('root-driver') }),
    node('root-driver', 'root-driver', 'SUCCEEDED', instantly(whole), { child_tasks: children('root') }),
    node('root', 'root', state, whole, { child_tasks: children(...(first ? [`${first.name}-driver`] : [])) }),
    ...reached.flatMap((step, index) => {
      const next = reached[index + 1];
      const after = next === undefined ? [] : [`${next.name}-driver`];
      return [
        node(`${step.name}-driver`, `${step.name}-driver`, 'SUCCEEDED', instantly(step), {
          child_tasks: children(step.name),
        }),
        node(step.name, step.name, stateOf(step), step, { child_tasks: children(`${step.name}-executor`, ...after) }),
        ...(step.state === 'skipped'
          ? []
          : [node(`${step.name}-executor`, 'executor', stateOf(step), step, failureOf(step))]),
      ];
    }),
  ];
}

/** The tasks as 3.0 lists them, with what each gave out. */
export function nativeTasks(run: EngineRun): readonly object[] {
  if (run.startedMs === null) return [];
  const rootId = idOf('task', run.id, 'root');
  const root = {
    run_id: run.id,
    task_id: rootId,
    name: 'root',
    display_name: 'root',
    type: 'ROOT',
    state: runtimeStates[run.state],
    start_time: time(run.startedMs),
  };
  const steps = run.steps
    .filter(({ startedMs }) => startedMs !== null)
    .map((step) => ({
      run_id: run.id,
      task_id: idOf('task', run.id, step.name),
      parent_task_id: rootId,
      name: step.name,
      display_name: step.name,
      type: 'RUNTIME',
      state: step.state === 'skipped' ? 'CACHED' : stateOf(step),
      create_time: time(step.startedMs),
      start_time: time(step.startedMs),
      ...(step.endedMs !== null && { end_time: time(step.endedMs) }),
      ...(step.message !== null && { status_metadata: { message: step.message } }),
      outputs: outputsOf(step),
    }));
  return [root, ...steps];
}

interface Times {
  readonly startedMs: number | null;
  readonly endedMs: number | null;
}

function instantly({ startedMs }: Times): Times {
  return { startedMs, endedMs: startedMs };
}

function stateOf({ state }: EngineRunStep): string {
  return state === 'skipped' || state === 'not_triggered' ? 'SKIPPED' : runtimeStates[state];
}

function failureOf({ message }: EngineRunStep): object {
  return message === null ? {} : { error: { code: 13, message } };
}

function outputsOf({ name, output }: EngineRunStep): object {
  const parameters = Object.entries(output?.parameters ?? {}).map(([parameter_key, value]) => ({
    parameter_key,
    value,
    type: 'OUTPUT',
    producer: { task_name: name },
  }));
  const artifacts = Object.entries(output?.metrics ?? {}).map(([metric, number_value]) => ({
    artifact_key: 'metrics',
    type: 'OUTPUT',
    producer: { task_name: name },
    artifacts: [{ artifact_id: idOf(name, metric), name: metric, type: 'Metric', number_value }],
  }));
  return { parameters, artifacts };
}
