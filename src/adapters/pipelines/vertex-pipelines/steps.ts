import { type Instant, instantAt } from '#domain/instant.ts';
import type { RunState, RunStep } from '#domain/pipeline.ts';
import { clip } from '../../exchange.ts';
import type { StepOutputs } from '../run-outputs.ts';
import type { VertexTask } from './schema.ts';

/** A step, and what it gave out. */
export interface Step extends RunStep {
  readonly outputs: StepOutputs;
}

const taskStates: ReadonlyMap<string, RunStep['state']> = new Map([
  ['PENDING', 'queued'],
  ['RUNNING', 'running'],
  ['SUCCEEDED', 'succeeded'],
  ['CANCEL_PENDING', 'cancelling'],
  ['CANCELLING', 'cancelling'],
  ['CANCELLED', 'cancelled'],
  ['FAILED', 'failed'],
  ['SKIPPED', 'skipped'],
  ['NOT_TRIGGERED', 'not_triggered'],
]);

export const jobStates: ReadonlyMap<string, RunState> = new Map([
  ['PIPELINE_STATE_QUEUED', 'queued'],
  ['PIPELINE_STATE_PENDING', 'queued'],
  ['PIPELINE_STATE_RUNNING', 'running'],
  ['PIPELINE_STATE_PAUSED', 'paused'],
  ['PIPELINE_STATE_CANCELLING', 'cancelling'],
  ['PIPELINE_STATE_SUCCEEDED', 'succeeded'],
  ['PIPELINE_STATE_FAILED', 'failed'],
  ['PIPELINE_STATE_CANCELLED', 'cancelled'],
]);

/** The steps in the order they started: tasks that contain others, as the pipeline itself, are none. */
export function stepsOf(tasks: readonly VertexTask[]): readonly Step[] {
  const parents = new Set(tasks.map(({ parentTaskId }) => parentTaskId));
  return tasks
    .filter(({ taskId }) => !parents.has(taskId))
    .map(toStep)
    .sort((a, b) => (a.startedAt ?? '9').localeCompare(b.startedAt ?? '9'));
}

function toStep(task: VertexTask): Step {
  const state = taskStates.get(task.state) ?? 'queued';
  const message = task.error?.message ?? '';
  return {
    name: task.taskName,
    state,
    startedAt: instant(task.startTime),
    endedAt: instant(task.endTime),
    message: state !== 'failed' || message === '' ? null : clip(message),
    outputs: outputsOf(task),
  };
}

function outputsOf({ execution, outputs }: VertexTask): StepOutputs {
  const artifacts = Object.values(outputs).flatMap((one) => one.artifacts);
  const parameters = Object.entries(execution?.metadata ?? {})
    .filter(([name]) => name.startsWith('output:'))
    .map(([name, value]) => [name.slice('output:'.length), value]);
  return {
    parameters: Object.fromEntries(parameters),
    metrics: artifacts.filter(({ schemaTitle }) => /metrics$/i.test(schemaTitle)).map(({ metadata }) => metadata),
  };
}

/** Google writes up to nanoseconds, of which milliseconds are kept. Null for an unset time. */
export function instant(text: string): Instant | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms <= 0 ? null : instantAt(ms);
}
