import type { World } from './endpoint.ts';
import { createRun } from './runs.ts';
import type { LoggedModelRow, MetricRow, VersionRow } from './state.ts';
import { setTag } from './tags.ts';
import { createVersion } from './versions.ts';

/** What a training run leaves behind. Metrics that are no finite number are kept as MLflow keeps them. */
export interface Training {
  readonly metrics?: Readonly<Record<string, number>>;
  /** Metrics per data set: the run then logs a model, and the version is registered from that. */
  readonly datasets?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly commit?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly minutes?: number;
}

/** A finished run in the model's own experiment, and the version registered from it. */
export function trainVersion(world: World, model: string, training: Training): VersionRow {
  const { state } = world;
  const endMs = world.now();
  const startMs = endMs - (training.minutes ?? 10) * 60_000;
  const experimentId = experimentOf(world, model);
  const next = (state.models.get(model)?.lastVersion ?? 0) + 1;
  const run = createRun(world, { experimentId, name: `${model}-train-${next}`, startMs, tags: [] });
  run.status = 'FINISHED';
  run.endMs = endMs;
  run.metrics.push(...metricRows(training.metrics ?? {}, endMs));
  run.params.push(...pairs(training.params ?? {}));
  if (training.user !== undefined) setTag(run.tags, 'mlflow.user', training.user);
  if (training.commit !== undefined) setTag(run.tags, 'mlflow.source.git.commit', training.commit);
  setTag(run.tags, 'mlflow.source.name', `train/${model}.py`);
  const logged =
    training.datasets === undefined || !world.features.loggedModels ? null : logModel(world, model, run.id, training);
  return createVersion(world, model, {
    source: logged === null ? `file:///mlruns/${experimentId}/${run.id}/artifacts/model` : `models:/${logged.id}`,
    runId: run.id,
    description: training.description ?? null,
    tags: pairs(training.tags ?? {}),
    loggedModelId: logged?.id ?? '',
  });
}

function logModel(world: World, name: string, runId: string, training: Training): LoggedModelRow {
  const now = world.now();
  const run = world.state.runs.get(runId);
  const measured = Object.entries(training.datasets ?? {}).flatMap(([datasetName, metrics]) =>
    metricRows(metrics, now).map((row) => ({ ...row, datasetName, datasetDigest: '', runId })),
  );
  const row: LoggedModelRow = {
    id: `m-${world.newId()}`,
    experimentId: run?.experimentId ?? '0',
    name,
    createdMs: now,
    updatedMs: now,
    status: 'LOGGED_MODEL_READY',
    modelType: '',
    sourceRunId: runId,
    tags: [],
    params: pairs(training.params ?? {}),
    metrics: [
      ...metricRows(training.metrics ?? {}, now).map((m) => ({ ...m, datasetName: '', datasetDigest: '', runId })),
      ...measured,
    ],
  };
  world.state.loggedModels.set(row.id, row);
  return row;
}

function experimentOf({ state, now }: World, name: string): string {
  const held = [...state.experiments.values()].find((row) => row.name === name);
  if (held !== undefined) return held.id;
  const id = String(state.experiments.size + 1);
  state.experiments.set(id, { id, name, createdMs: now(), tags: [] });
  return id;
}

function metricRows(metrics: Readonly<Record<string, number>>, timestamp: number): MetricRow[] {
  return Object.entries(metrics).map(([key, value]) => ({ key, value: kept(value), timestamp, step: 0 }));
}

function kept(value: number): number | 'NaN' {
  return Number.isNaN(value) ? 'NaN' : Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
}

function pairs(record: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}
