import type { EngineRun, EngineRunStep, StepOutput } from '../pipelines/engine/engine.ts';

/** `jobDetail` of a job: the task of the pipeline itself, and one for each step that was reached or passed over. */
export function jobDetail(run: EngineRun): object {
  const root = {
    taskId: '1',
    taskName: run.template,
    createTime: time(run.createdMs),
    ...times(run),
    state: run.state.toUpperCase(),
  };
  const steps = run.steps.filter(({ state }) => state !== 'pending');
  return { taskDetails: [root, ...steps.map((step, index) => taskDetail(step, String(index + 2)))] };
}

function taskDetail(step: EngineRunStep, taskId: string): object {
  const { name, state, startedMs, message, output } = step;
  return {
    taskId,
    parentTaskId: '1',
    taskName: name,
    ...(startedMs !== null && { createTime: time(startedMs) }),
    ...times(step),
    state: state.toUpperCase(),
    ...(message !== null && { error: { code: 9, message } }),
    ...(output !== null && { ...artifacts(name, output), execution: execution(name, output) }),
  };
}

function times(one: { readonly startedMs: number | null; readonly endedMs: number | null }): object {
  return {
    ...(one.startedMs !== null && { startTime: time(one.startedMs) }),
    ...(one.endedMs !== null && { endTime: time(one.endedMs) }),
  };
}

function artifacts(step: string, { metrics }: StepOutput): object {
  if (Object.keys(metrics).length === 0) return {};
  const artifact = { displayName: 'metrics', schemaTitle: 'system.Metrics', schemaVersion: '0.0.1', metadata: metrics };
  return { outputs: { metrics: { artifacts: [{ name: `artifacts/${step}-metrics`, ...artifact }] } } };
}

// Output parameters stand in the metadata of the task's execution.
function execution(step: string, { parameters }: StepOutput): object {
  const metadata = Object.entries(parameters).map(([name, value]) => [`output:${name}`, value]);
  return {
    name: `executions/${step}`,
    schemaTitle: 'system.ContainerExecution',
    metadata: Object.fromEntries(metadata),
  };
}

/** A moment as Google's JSON writes it, in microseconds. */
export function time(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}
