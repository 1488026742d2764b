import type { DatasetMetrics, MetricValue, TrainingRun } from '#domain/registry.ts';
import type { MlflowLoggedModel } from './schema.ts';

/** The id of the logged model a version was registered from, read from its source `models:/m-…`; null if from none. */
export function loggedModelId(source: string): string | null {
  return /^models:\/(m-[A-Za-z0-9-]+)\/?$/.exec(source)?.[1] ?? null;
}

type Measured = MlflowLoggedModel['data']['metrics'][number];

/**
 * The run with what was measured of this very model in the place of what the run last logged: a run may log several
 * models. A value measured on no particular data set goes before one that was; among equals the newest counts.
 */
export function withLoggedModel(run: TrainingRun, model: MlflowLoggedModel): TrainingRun {
  const { metrics } = model.data;
  const general = metrics.filter((metric) => metric.dataset_name === '');
  const datasets = Map.groupBy(
    metrics.filter((metric) => metric.dataset_name !== ''),
    (metric) => JSON.stringify([metric.dataset_name, metric.dataset_digest]),
  );
  return {
    ...run,
    metrics: { ...run.metrics, ...newest(metrics), ...newest(general) },
    datasets: [...datasets.values()].flatMap(dataset),
  };
}

function dataset(metrics: readonly Measured[]): DatasetMetrics[] {
  const [first] = metrics;
  if (first === undefined) return [];
  const { dataset_name: name, dataset_digest: digest } = first;
  return [{ name, digest: digest === '' ? null : digest, metrics: newest(metrics) }];
}

function newest(metrics: readonly Measured[]): Record<string, MetricValue> {
  const inOrder = [...metrics].sort((a, b) => a.timestamp - b.timestamp || a.step - b.step);
  return Object.fromEntries(inOrder.map(({ key, value }): [string, MetricValue] => [key, value]));
}
