import type { DriftReading, DriftReport } from '#domain/drift.ts';
import { toldBeside } from '../beside-body.ts';
import { below, Fault, member, objectsOf } from '../fault.ts';
import { reading } from '../reading.ts';
import { reportOf } from '../report.ts';
import type { SentBody } from '../sent-body.ts';
import { clean, numberOf, textOf } from '../told-values.ts';
import { evidentlyComparator, evidentlyMetric } from './evidently-methods.ts';

/** Whether a body is what `Snapshot.json()` of Evidently 0.7 writes. */
export function isEvidently(json: unknown): boolean {
  const metrics = member(json, 'metrics');
  return Array.isArray(metrics) && metrics.every((one) => typeof member(one, 'metric') !== 'string');
}

/**
 * A snapshot of Evidently 0.7: drift of values by column, and how many columns drifted. Of its tests, those of a metric
 * decide whether that one is past its limit; what the snapshot says of anything else than drift is left aside.
 */
export function readEvidently(body: SentBody): readonly DriftReport[] {
  const { detector, ...beside } = toldBeside(body);
  const { json } = body;
  const failed = testsOf(member(json, 'tests'));
  const found = objectsOf(member(json, 'metrics'), '/metrics').map((one, index) => {
    const at = below('', 'metrics', index);
    const id = member(one, 'id');
    const outcome = typeof id === 'string' ? (failed.get(id) ?? null) : null;
    switch (kindOf(one)) {
      case 'ValueDrift':
        return { dataset: null, readings: [valueDrift(one, at, outcome)] };
      case 'DriftedColumnsCount': {
        const share = driftedColumns(one, at, outcome);
        return { dataset: share, readings: [share] };
      }
      default:
        return { dataset: null, readings: [] };
    }
  });
  const readings = found.flatMap((one) => one.readings);
  if (readings.length === 0) {
    throw new Fault('The report of Evidently has no drift in it. Add DataDriftPreset to the report.', '/metrics');
  }
  const dataset = found.find((one) => one.dataset !== null)?.dataset ?? null;
  const version = textOf(member(json, 'version'), '/version');
  return [
    reportOf(body, {
      ...beside,
      id: null,
      time: null,
      status: dataset?.breach === undefined || dataset.breach === null ? null : dataset.breach ? 'breach' : 'ok',
      detector: detector ?? (version === null ? 'evidently' : `evidently/${version}`),
      readings,
    }),
  ];
}

function kindOf(one: unknown): string {
  const type = member(member(one, 'config'), 'type');
  const name = member(one, 'metric_name');
  const text = typeof type === 'string' ? type : typeof name === 'string' ? name.replace(/\(.*$/s, '') : '';
  return text.split(':').at(-1) ?? '';
}

function valueDrift(one: unknown, at: string, breach: boolean | null): DriftReading {
  const config = member(one, 'config');
  const settings = settingsOf(member(one, 'metric_name'));
  const column = textOf(member(config, 'column') ?? settings.get('column'), below(at, 'config', 'column'));
  if (column === null) throw new Fault(`${at} names no column.`, below(at, 'config', 'column'));
  const method = textOf(member(config, 'method') ?? settings.get('method'), below(at, 'config', 'method'));
  const metric = method === null ? 'value_drift' : evidentlyMetric(method);
  return reading({
    feature: column,
    metric,
    value: numberOf(member(one, 'value'), below(at, 'value')),
    threshold: numberOf(member(config, 'threshold') ?? settings.get('threshold'), below(at, 'config', 'threshold')),
    comparator: method === null ? null : evidentlyComparator(metric),
    breach,
  });
}

function driftedColumns(one: unknown, at: string, breach: boolean | null): DriftReading {
  const limit =
    member(member(one, 'config'), 'drift_share') ?? settingsOf(member(one, 'metric_name')).get('drift_share');
  return reading({
    feature: null,
    metric: 'drifted_share',
    value: numberOf(member(member(one, 'value'), 'share'), below(at, 'value', 'share')),
    threshold: numberOf(limit, below(at, 'config', 'drift_share')),
    comparator: '>=',
    breach,
  });
}

/** What stands in brackets behind a metric's name, as `ValueDrift(column=age,method=psi,threshold=0.1)`. */
function settingsOf(name: unknown): ReadonlyMap<string, string> {
  const inside = typeof name === 'string' ? (/\((.*)\)$/s.exec(name)?.[1] ?? '') : '';
  return new Map(
    inside.split(',').flatMap((pair): [string, string][] => {
      const cut = pair.indexOf('=');
      return cut < 0 ? [] : [[pair.slice(0, cut).trim(), clean(pair.slice(cut + 1))]];
    }),
  );
}

/** By metric, whether a test of it failed. */
function testsOf(tests: unknown): ReadonlyMap<string, boolean> {
  const outcomes = new Map<string, boolean>();
  for (const test of Array.isArray(tests) ? tests : []) {
    const metric = member(member(test, 'metric_config'), 'metric_id');
    const status = member(test, 'status');
    if (typeof metric !== 'string' || (status !== 'FAIL' && status !== 'SUCCESS')) continue;
    outcomes.set(metric, status === 'FAIL' || outcomes.get(metric) === true);
  }
  return outcomes;
}
