import type { EngineRun, EngineTemplate, Parameters } from '../pipelines/engine/engine.ts';
import { outputsAtEnd } from './outputs-at-end.ts';

/** What the receiver keeps of a run beside the engine. */
export interface RunRow {
  readonly id: string;
  readonly key: string;
  readonly pipeline: string;
  readonly parameters: Parameters;
}

const states: Readonly<Record<EngineRun['state'] | 'skipped' | 'not_triggered', string>> = {
  pending: 'queued',
  running: 'running',
  cancelling: 'cancelling',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  skipped: 'skipped',
  not_triggered: 'not_triggered',
};

/** A run as the receiver tells it, in answers and events. */
export function runBody(row: RunRow, run: EngineRun, url: string): object {
  const over = run.endedMs !== null;
  return {
    run_id: row.id,
    key: row.key,
    pipeline: row.pipeline,
    state: states[run.state],
    created_at: time(run.createdMs),
    started_at: time(run.startedMs),
    ended_at: time(run.endedMs),
    updated_at: time(run.updatedMs),
    parameters: row.parameters,
    failure: run.failure,
    steps: run.steps.map((step) => ({
      name: step.name,
      state: over && step.state === 'pending' ? 'not_triggered' : states[step.state],
      started_at: time(step.startedMs),
      ended_at: time(step.endedMs),
      message: step.message,
    })),
    ...outputsAtEnd(run),
    page_url: `${url}/page#${row.id}`,
  };
}

const types = {
  STRING: 'text',
  NUMBER_INTEGER: 'integer',
  NUMBER_DOUBLE: 'number',
  BOOLEAN: 'boolean',
  LIST: 'list',
  STRUCT: 'map',
} satisfies Readonly<Record<EngineTemplate['inputs'][number]['type'], string>>;

/** What the receiver declares of a pipeline; the input that takes the run's key is its own affair. */
export function templateBody({ title, version, inputs, steps }: EngineTemplate): object {
  return {
    title,
    version,
    inputs: inputs
      .filter(({ name }) => name !== 'countersign_run')
      .map(({ name, type, default: otherwise = null, description }) => ({
        name,
        type: types[type],
        required: otherwise === null,
        default: otherwise,
        description,
      })),
    machines: steps.map(({ name, machine }) => ({ step: name, ...machine })),
  };
}

function time(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
