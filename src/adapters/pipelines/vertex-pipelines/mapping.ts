import { createHash } from 'node:crypto';
import type { ParameterValue, PipelineRun } from '#domain/pipeline.ts';
import { clip } from '../../exchange.ts';
import { runKeyInput } from '../pipeline-spec.ts';
import { outcomeOf } from '../run-outputs.ts';
import type { VertexPipelinesOptions } from './options.ts';
import type { VertexJob } from './schema.ts';
import { instant, jobStates, type Step, stepsOf } from './steps.ts';
import { templateName } from './template-name.ts';

const prefix = 'countersign-';

/** The label that marks a job as ours; a key may be longer than a label's value, so it holds its digest. */
export const ownLabel = 'countersign-run';

/** The id under which a job is started, and started only once: all there is of idempotency. */
export function jobId(key: string): string {
  return `${prefix}${key}`;
}

export function ownMark(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 40);
}

/** The last part of a job's name: the rest names the project by number, however we named it. */
function idOf({ name }: VertexJob): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** The key a job was started under; null for one of somebody else, whatever it is called. */
export function keyOf(job: VertexJob): string | null {
  const id = idOf(job);
  const key = id.startsWith(prefix) ? id.slice(prefix.length) : '';
  return key !== '' && job.labels[ownLabel] === ownMark(key) ? key : null;
}

export function toRun(job: VertexJob, options: VertexPipelinesOptions): PipelineRun {
  const { project, location, repository } = options;
  const state = jobStates.get(job.state) ?? 'queued';
  const steps = stepsOf(job.jobDetail?.taskDetails ?? []);
  const ended = steps.toSorted((a, b) => (a.endedAt ?? '9').localeCompare(b.endedAt ?? '9'));
  const billingId = job.labels['vertex-ai-pipelines-run-billing-id'];
  const { [runKeyInput]: _, ...parameters }: Record<string, ParameterValue> = job.runtimeConfig?.parameterValues ?? {};
  return {
    id: idOf(job),
    key: keyOf(job),
    pipeline: job.templateUri === '' ? null : templateName(job.templateUri, repository),
    state,
    createdAt: instant(job.createTime),
    startedAt: instant(job.startTime),
    endedAt: instant(job.endTime),
    updatedAt: instant(job.updateTime),
    parameters,
    failure: state === 'failed' ? failureOf(job, ended) : null,
    steps: steps.map(({ outputs, ...step }) => step),
    ...outcomeOf(ended.map(({ outputs }) => outputs)),
    url: `https://console.cloud.google.com/vertex-ai/locations/${location}/pipelines/runs/${encodeURIComponent(idOf(job))}?project=${encodeURIComponent(project)}`,
    ...(billingId === undefined ? {} : { billingId }),
  };
}

/** In a listing only the job's own message names the tasks that failed. */
function failureOf(job: VertexJob, ended: readonly Step[]): PipelineRun['failure'] {
  const failed = ended.find(({ state }) => state === 'failed');
  const said = job.error?.message ?? '';
  const named = /failed tasks are: \[([^\],]+)/.exec(said)?.[1]?.trim() ?? null;
  const message = said === '' ? 'Vertex AI Pipelines gives no reason.' : clip(said);
  return { step: failed?.name ?? named, message: failed?.message ?? message };
}
