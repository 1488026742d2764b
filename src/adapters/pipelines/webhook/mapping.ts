import { type Instant, instantAt } from '#domain/instant.ts';
import type { PipelineRun, PipelineTemplate } from '#domain/pipeline.ts';
import { clip } from '../../exchange.ts';
import { outcomeOf, versionOutput } from '../run-outputs.ts';
import type { WebhookRun, WebhookTemplate } from './schema.ts';

/** The id that a run of ours has where its receiver gives it none, and by which the receiver has to know it. */
export function runIdOf(key: string): string {
  return `countersign-${key}`;
}

export function toRun(run: WebhookRun): PipelineRun {
  const outcome = outcomeOf([{ parameters: { [versionOutput]: run.model_versions }, metrics: [run.metrics] }]);
  return {
    id: run.run_id,
    key: run.key ?? null,
    pipeline: run.pipeline ?? null,
    state: run.state,
    createdAt: instant(run.created_at),
    startedAt: instant(run.started_at),
    endedAt: instant(run.ended_at),
    updatedAt: instant(run.updated_at) ?? instant(run.ended_at) ?? instant(run.started_at) ?? instant(run.created_at),
    parameters: run.parameters,
    failure: run.state === 'failed' ? failureOf(run) : null,
    steps: run.steps.map(({ name, state, started_at, ended_at, message }) => ({
      name,
      state,
      startedAt: instant(started_at),
      endedAt: instant(ended_at),
      message: message === null || message === undefined || message === '' ? null : clip(message),
    })),
    ...outcome,
    url: pageOf(run.page_url),
  };
}

export function toTemplate(pipeline: string, template: WebhookTemplate | null): PipelineTemplate {
  const { title = '', version = null, inputs = null, machines = [] } = template ?? {};
  return {
    pipeline,
    title: title === '' ? pipeline : title,
    version: version ?? null,
    inputs: inputs ?? null,
    machines: machines.map(({ step, machine_type, cpus, memory, accelerator }) => ({
      step,
      machineType: machine_type ?? null,
      cpus: cpus ?? null,
      memory: memory ?? null,
      accelerator: accelerator ?? null,
    })),
  };
}

function failureOf({ failure, steps }: WebhookRun): PipelineRun['failure'] {
  const step = failure?.step ?? steps.find(({ state }) => state === 'failed')?.name ?? null;
  const message = failure?.message || steps.find(({ name }) => name === step)?.message || '';
  return { step, message: message === '' ? 'The receiver gives no reason.' : clip(message) };
}

function instant(text: string | null | undefined): Instant | null {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? null : instantAt(ms);
}

/** Only what a browser opens as a page: the address is put into messages. */
function pageOf(url: string | null | undefined): string | null {
  return url !== null && url !== undefined && /^https?:\/\//.test(url) && URL.canParse(url) ? url : null;
}
