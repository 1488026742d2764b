import type { ParameterValue, PipelineRun, RunState, RunStep } from '#domain/pipeline.ts';
import { clip } from '../../exchange.ts';
import { runKeyInput } from '../pipeline-spec.ts';
import { outcomeOf } from '../run-outputs.ts';
import type { KubeflowRun, KubeflowTask } from './schema.ts';
import { instant, runStates } from './states.ts';
import { stepsOf } from './steps.ts';

/** The name a run gets: what people read, and the key by which it is found again. */
export function displayName(title: string, key: string): string {
  return `${title} [${key}]`;
}

/** The key in a run's name; null for a run of somebody else, also for a copy that the KFP page made of ours. */
export function keyOf(run: KubeflowRun): string | null {
  if (run.recurring_run_id !== '' || /^Clone (\(\d+\) )?of /.test(run.display_name)) return null;
  return / \[([a-z][a-z0-9-]{0,99})\]$/.exec(run.display_name)?.[1] ?? null;
}

/** `pipeline` is the name people use for it; `tasks` are those of the run, empty in a listing. */
export function toRun(
  run: KubeflowRun,
  from: { readonly pipeline: string | null; readonly tasks: readonly KubeflowTask[]; readonly root: string },
): PipelineRun {
  const state = runStates.get(run.state) ?? 'queued';
  const final = isFinal(state);
  const steps = stepsOf(from.tasks, { final });
  const createdAt = instant(run.created_at);
  const endedAt = instant(run.finished_at);
  const ended = steps.toSorted((a, b) => (a.endedAt ?? '9').localeCompare(b.endedAt ?? '9'));
  return {
    id: run.run_id,
    key: keyOf(run),
    pipeline: from.pipeline,
    state,
    createdAt,
    startedAt: firstTime(run, 'RUNNING') ?? steps[0]?.startedAt ?? null,
    endedAt: final ? endedAt : null,
    updatedAt: lastChange(run) ?? endedAt ?? createdAt,
    parameters: parametersOf(run),
    failure: state === 'failed' ? failureOf(run, ended) : null,
    steps: steps.map(({ outputs: _, ...step }): RunStep => step),
    ...outcomeOf(ended.map(({ outputs }) => outputs)),
    url: `${from.root}/#/runs/details/${encodeURIComponent(run.run_id)}`,
  };
}

export function isFinal(state: RunState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled';
}

function parametersOf(run: KubeflowRun): Record<string, ParameterValue> {
  const { [runKeyInput]: _, ...parameters } = run.runtime_config?.parameters ?? {};
  return parameters;
}

function failureOf(run: KubeflowRun, ended: readonly RunStep[]): PipelineRun['failure'] {
  const step = ended.find(({ state }) => state === 'failed') ?? null;
  const said = run.error?.message || run.state_history.findLast(({ error }) => error?.message)?.error?.message || '';
  const message = step?.message ?? (said === '' ? 'Kubeflow Pipelines gives no reason.' : clip(said));
  return { step: step?.name ?? null, message };
}

function firstTime(run: KubeflowRun, state: string) {
  const change = run.state_history.find((one) => one.state === state);
  return change === undefined ? null : instant(change.update_time);
}

function lastChange(run: KubeflowRun) {
  const times = run.state_history.map(({ update_time }) => instant(update_time)).filter((time) => time !== null);
  return times.toSorted().at(-1) ?? null;
}
