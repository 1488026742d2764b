import type { DriftReading, DriftReport } from '#domain/drift.ts';
import { epochMs, instantAt } from '#domain/instant.ts';
import { instant, modelIdOf } from '../../registries/vertex/mapping.ts';
import { isPast, reading, statusOf } from '../reading.ts';
import { unnamed } from '../report.ts';
import { clean } from '../told-values.ts';
import type { MonitoringCalls } from './calls.ts';
import { modelSignal } from './objectives.ts';
import type { ModelMonitor } from './schema.ts';

interface Point {
  readonly run: string;
  readonly objective: string;
  readonly column: string;
  readonly algorithm: string;
  readonly value: number | null;
  readonly threshold: number | null;
  readonly anomaly: boolean;
  readonly ms: number;
}

const dayMs = 86_400_000;
/** A run writes its results one by one: they are told once nothing was added for so long. */
const settledMs = 2 * 60_000;
/** Looked at again each time, for clocks that differ. */
const overlapMs = 10 * 60_000;

/**
 * What the runs of model monitors found since `cursor`, a moment; null begins a day ago. One report for each run and
 * objective, whole: what may still be being written waits for the next time.
 */
export async function reportsSince(
  calls: MonitoringCalls,
  registry: string,
  cursor: string | null,
  nowMs: number,
): Promise<{ readonly reports: readonly DriftReport[]; readonly cursor: string }> {
  const startMs = cursor === null ? nowMs - dayMs : epochMs(cursor);
  const reports: DriftReport[] = [];
  let nextMs = Math.max(startMs, nowMs - overlapMs);
  for (const monitor of await calls.monitors()) {
    const points = await pointsOf(calls, monitor.name, instantAt(startMs));
    for (const group of Map.groupBy(points, ({ run, objective }) => `${run} ${objective}`).values()) {
      const times = group.map(({ ms }) => ms);
      if (Math.max(...times) > nowMs - settledMs) nextMs = Math.min(nextMs, ...times);
      else reports.push(reportOf(monitor, registry, group));
    }
  }
  return { reports, cursor: instantAt(nextMs) };
}

/** Statistics have every value; an alert without its statistics counts too. */
async function pointsOf(calls: MonitoringCalls, monitor: string, startTime: string): Promise<readonly Point[]> {
  const stats = (await calls.stats(monitor, startTime)).flatMap(({ tabularStats }) =>
    (tabularStats?.dataPoints ?? []).map((one): Omit<Point, 'ms'> & { readonly time: string } => ({
      run: one.modelMonitoringJob,
      objective: tabularStats?.objectiveType ?? '',
      column: tabularStats?.statsName ?? '',
      algorithm: one.algorithm,
      value: one.currentStats.distributionValue?.distributionDeviation ?? null,
      threshold: one.thresholdValue ?? null,
      anomaly: one.hasAnomaly,
      time: one.createTime,
    })),
  );
  const alerts = (await calls.alerts(monitor, startTime)).map((one) => ({
    run: one.anomaly.modelMonitoringJob,
    objective: one.objectiveType,
    column: one.statsName,
    algorithm: one.anomaly.algorithm,
    value: null,
    threshold: one.anomaly.tabularAnomaly.condition.threshold ?? null,
    anomaly: true,
    time: one.alertTime,
  }));
  const points = [...stats, ...alerts].flatMap(({ time, ...one }) => {
    const at = instant(time);
    return at === null || one.run === '' ? [] : [{ ...one, ms: epochMs(at) }];
  });
  const columns = Map.groupBy(points, ({ run, objective, column }) => JSON.stringify([run, objective, column]));
  return [...columns.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, anomaly: same.some(({ anomaly }) => anomaly) }];
  });
}

function reportOf(monitor: ModelMonitor, registry: string, group: readonly Point[]): DriftReport {
  const { model, modelVersionId } = monitor.modelMonitoringTarget.vertexModel;
  const { run = '', objective = '' } = group[0] ?? {};
  const readings = group.map(readingOf).sort((a, b) => ((a.feature ?? '') < (b.feature ?? '') ? -1 : 1));
  return {
    id: `${run} ${objective}`,
    status: statusOf(readings),
    watched: {
      ...unnamed,
      registry,
      model: model === '' ? null : modelIdOf(model),
      version: modelVersionId === '' ? null : modelVersionId,
    },
    window: null,
    at: instantAt(Math.max(...group.map(({ ms }) => ms))),
    baseline: null,
    detector: 'vertex-ai-model-monitoring/2',
    reportUrl: null,
    readings,
    drill: false,
  };
}

function readingOf({ objective, column, algorithm, value, threshold, anomaly }: Point): DriftReading {
  return reading({
    feature: column === '' ? null : clean(column),
    metric: modelSignal(objective, algorithm),
    value,
    threshold,
    comparator: '>',
    breach: anomaly || isPast(value, '>', threshold) === true,
  });
}
