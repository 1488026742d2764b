import { type Instant, instantAt } from '#domain/instant.ts';
import type { MetricValue, ModelVersion, RegisteredModel, TrainingRun } from '#domain/registry.ts';
import type { MlflowModel, MlflowRun, MlflowVersion } from './schema.ts';

/** Prompts are registered models with this tag; searches leave them out, but nothing else does. */
export function isPrompt(model: MlflowModel): boolean {
  return model.tags.some(({ key, value }) => key === 'mlflow.prompt.is_prompt' && value.toLowerCase() === 'true');
}

export function toModel(model: MlflowModel): RegisteredModel {
  const newest = Math.max(0, ...model.latest_versions.map(({ version }) => Number(version)).filter(Number.isFinite));
  return {
    name: model.name,
    description: model.description,
    aliases: Object.fromEntries(model.aliases.map(({ alias, version }) => [alias, version])),
    tags: record(model.tags),
    createdAt: instant(model.creation_timestamp),
    latestVersion: newest === 0 ? null : String(newest),
  };
}

export function toVersion(version: MlflowVersion): ModelVersion {
  return {
    name: version.name,
    version: version.version,
    status: versionStatus(version.status),
    statusMessage: version.status_message,
    createdAt: instant(version.creation_timestamp),
    description: version.description,
    source: version.source,
    runId: version.run_id === '' ? null : version.run_id,
    tags: record(version.tags),
  };
}

export function toRun({ info, data }: MlflowRun): TrainingRun {
  const tags = record(data.tags);
  const owner = data.tags.find(({ key }) => key === 'mlflow.user')?.value ?? '';
  return {
    id: info.run_id,
    status: runStatus(info.status),
    owner: owner === '' ? null : owner,
    startedAt: instant(info.start_time),
    endedAt: instant(info.end_time),
    metrics: Object.fromEntries(data.metrics.map(({ key, value }): [string, MetricValue] => [key, value])),
    params: record(data.params),
    tags,
  };
}

// A status that MLflow may add later counts as not ready.
function versionStatus(status: string): ModelVersion['status'] {
  if (status === 'READY') return 'ready';
  return status === 'FAILED_REGISTRATION' ? 'failed' : 'pending';
}

const runStatuses: ReadonlyMap<string, TrainingRun['status']> = new Map([
  ['RUNNING', 'running'],
  ['SCHEDULED', 'scheduled'],
  ['FINISHED', 'finished'],
  ['FAILED', 'failed'],
  ['KILLED', 'killed'],
]);

function runStatus(status: string): TrainingRun['status'] {
  return runStatuses.get(status) ?? 'running';
}

function record(pairs: readonly { key: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}

/** Null for what is no moment: MLflow writes 0 for a time it does not know, and clients may claim any number. */
export function instant(ms: number | undefined): Instant | null {
  return ms === undefined || ms <= 0 || ms > 8.64e15 ? null : instantAt(ms);
}
