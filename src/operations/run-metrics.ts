import type { TrainingRun } from '#domain/registry.ts';
import type { Metric, Metrics, SliceValue } from '#playbook/facts.ts';

const baselinePrefix = 'baseline_';

/**
 * A run's metrics as evidence. `baseline_auc` is the simple model's `auc`; `auc/region:EU` is `auc` on one slice, whose
 * rows are `rows/region:EU` (MLflow allows no `=` in metric names). A data set of a logged model named `region=EU` is
 * the same slice.
 */
export function metricsOf(run: TrainingRun, producer: string): { own: Metrics; baseline: Metrics | null } {
  const own: Record<string, Metric> = {};
  const baseline: Record<string, Metric> = {};
  for (const [name, value] of Object.entries(run.metrics)) {
    if (name.includes('/')) continue;
    const metric = { value, asOf: run.endedAt, producer };
    if (name.startsWith(baselinePrefix)) baseline[name.slice(baselinePrefix.length)] = metric;
    else own[name] = { ...metric, ...slicesOf(run, name) };
  }
  return { own, baseline: Object.keys(baseline).length === 0 ? null : baseline };
}

function slicesOf(run: TrainingRun, name: string): Pick<Metric, 'slices'> {
  const slices: Record<string, Record<string, SliceValue>> = {};
  for (const { name: dataset, metrics } of run.datasets ?? []) {
    const [dimension, member] = dataset.split('=');
    const value = metrics[name];
    if (dimension === undefined || member === undefined || value === undefined) continue;
    slices[dimension] = { ...slices[dimension], [member]: { value, rows: metrics.rows ?? null } };
  }
  for (const [key, value] of Object.entries(run.metrics)) {
    const match = /^([^/]+)\/([^:/]+):(.+)$/.exec(key);
    const [, metric, dimension, member] = match ?? [];
    if (metric !== name || dimension === undefined || member === undefined) continue;
    slices[dimension] = {
      ...slices[dimension],
      [member]: { value, rows: run.metrics[`rows/${dimension}:${member}`] ?? null },
    };
  }
  return Object.keys(slices).length === 0 ? {} : { slices };
}
