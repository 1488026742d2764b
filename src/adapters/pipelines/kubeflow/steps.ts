import type { RunState, RunStep } from '#domain/pipeline.ts';
import { clip } from '../../exchange.ts';
import type { StepOutputs } from '../run-outputs.ts';
import type { KubeflowTask } from './schema.ts';
import { instant, runStates } from './states.ts';

/** A step, and where it stood in time, so that what was measured last holds. */
interface Step extends RunStep {
  readonly outputs: StepOutputs;
}

/**
 * The steps among a run's tasks, in the order they started. Before 3.0 the tasks are the nodes of an Argo workflow: for
 * each step a driver, the step and its executor, and around them the workflow itself and a root. Only steps remain, and a
 * step takes the message of the node inside it that failed.
 */
export function stepsOf(tasks: readonly KubeflowTask[], run: { readonly final: boolean }): readonly Step[] {
  const children = childrenOf(tasks);
  const inside = new Set([...children.values()].flat());
  const isStep = (task: KubeflowTask): boolean => {
    if (task.type !== '') return task.type === 'RUNTIME';
    // What nothing contains and what contains others is the workflow.
    const workflow = !inside.has(task) && (children.get(task) ?? []).length > 0;
    return !workflow && !/^(root|executor)$|-driver$/.test(nameOf(task));
  };
  return tasks
    .filter((task) => nameOf(task) !== '' && isStep(task))
    .map((task) => toStep(task, run.final, () => messageOf(task, children)))
    .sort((a, b) => (a.startedAt ?? '9').localeCompare(b.startedAt ?? '9'));
}

function toStep(task: KubeflowTask, final: boolean, message: () => string | null): Step {
  const state = stepState(task, final);
  return {
    name: nameOf(task),
    state,
    startedAt: instant(task.start_time),
    endedAt: instant(task.end_time),
    message: state === 'failed' ? message() : null,
    outputs: outputsOf(task),
  };
}

function stepState({ state, start_time }: KubeflowTask, final: boolean): RunStep['state'] {
  if (state === 'SKIPPED' || state === 'CACHED') return 'skipped';
  const known: RunState = runStates.get(state) ?? (instant(start_time) === null ? 'queued' : 'running');
  // The run is over, so this never began.
  return final && known === 'queued' ? 'not_triggered' : known;
}

function nameOf(task: KubeflowTask): string {
  return task.display_name === '' ? task.name : task.display_name;
}

function childrenOf(tasks: readonly KubeflowTask[]): ReadonlyMap<KubeflowTask, readonly KubeflowTask[]> {
  const known = new Map(tasks.flatMap((task) => [task.task_id, task.pod_name].map((id) => [id, task] as const)));
  known.delete('');
  return new Map(
    tasks.map((task) => {
      const inner = task.child_tasks.flatMap(
        ({ task_id, pod_name }) => known.get(task_id) ?? known.get(pod_name) ?? [],
      );
      return [task, inner.filter((child) => child !== task)];
    }),
  );
}

function messageOf(task: KubeflowTask, children: ReturnType<typeof childrenOf>): string | null {
  const seen = new Set<KubeflowTask>();
  const queue = [task];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const message = next.error?.message || next.status_metadata?.message || '';
    // A step in Argo's graph leads on to the next step; only its own executor speaks for it.
    if (message !== '' && (next === task || !isOtherStep(next))) return clip(message);
    if (next === task || !isOtherStep(next)) queue.push(...(children.get(next) ?? []));
  }
  return null;
}

function isOtherStep(task: KubeflowTask): boolean {
  return nameOf(task) !== 'executor';
}

function outputsOf({ outputs }: KubeflowTask): StepOutputs {
  const parameters = (outputs?.parameters ?? []).map(({ parameter_key, name, value }) => [
    parameter_key === '' ? name : parameter_key,
    value,
  ]);
  const artifacts = (outputs?.artifacts ?? []).flatMap((one) => one.artifacts);
  return {
    parameters: Object.fromEntries(parameters),
    metrics: artifacts
      .filter(({ type }) => /Metric/i.test(type))
      .map(({ name, number_value, metadata }) => (number_value === undefined ? metadata : { [name]: number_value })),
  };
}
