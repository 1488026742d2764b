import type { DriftReading, DriftReport } from '#domain/drift.ts';
import { toldBeside } from '../beside-body.ts';
import { below, Fault, member, members, objectsOf } from '../fault.ts';
import { reading } from '../reading.ts';
import { reportOf } from '../report.ts';
import type { SentBody } from '../sent-body.ts';
import { clean, flagOf, momentOf, numberOf, textOf } from '../told-values.ts';
import { evidentlyComparator, evidentlyMetric } from './evidently-methods.ts';

/** Whether a body is what `Report.json()` of Evidently before 0.7 writes. */
export function isEvidentlyBefore07(json: unknown): boolean {
  const metrics = member(json, 'metrics');
  return Array.isArray(metrics) && metrics.some((one) => typeof member(one, 'metric') === 'string');
}

/** A report of Evidently before 0.7: drift of each column, and of the data set. */
export function readEvidentlyBefore07(body: SentBody): readonly DriftReport[] {
  const { detector, ...beside } = toldBeside(body);
  const { json } = body;
  const readings = objectsOf(member(json, 'metrics'), '/metrics').flatMap((one, index) => {
    const result = member(one, 'result');
    const at = below('', 'metrics', index, 'result');
    switch (member(one, 'metric')) {
      case 'DataDriftTable':
        return [...dataset(result, at), ...columns(member(result, 'drift_by_columns'), below(at, 'drift_by_columns'))];
      case 'DatasetDriftMetric':
        return dataset(result, at);
      case 'ColumnDriftMetric':
        return [column(result, at, textOf(member(result, 'column_name'), below(at, 'column_name')))];
      default:
        return [];
    }
  });
  const unique = [...Map.groupBy(readings, (one) => JSON.stringify([one.feature, one.metric])).values()].flatMap(
    ([first]) => first ?? [],
  );
  if (unique.length === 0) {
    throw new Fault('The report of Evidently has no drift in it. Add DataDriftPreset to the report.', '/metrics');
  }
  const whole = unique.find(({ metric, breach }) => metric === 'drifted_share' && breach !== null);
  const version = textOf(member(json, 'version'), '/version');
  return [
    reportOf(body, {
      ...beside,
      id: null,
      time: momentOf(member(json, 'timestamp'), '/timestamp'),
      status: whole === undefined ? null : whole.breach === true ? 'breach' : 'ok',
      detector: detector ?? (version === null ? 'evidently' : `evidently/${version}`),
      readings: unique,
    }),
  ];
}

function dataset(result: unknown, at: string): readonly DriftReading[] {
  const share = numberOf(member(result, 'share_of_drifted_columns'), below(at, 'share_of_drifted_columns'));
  const breach = flagOf(member(result, 'dataset_drift'), below(at, 'dataset_drift'));
  if (share === null && breach === null) return [];
  const threshold = numberOf(member(result, 'drift_share'), below(at, 'drift_share'));
  return [reading({ feature: null, metric: 'drifted_share', value: share, threshold, comparator: '>=', breach })];
}

function columns(value: unknown, at: string): readonly DriftReading[] {
  if (value === undefined || value === null) return [];
  const named = members(value);
  if (named === null) throw new Fault(`${at} is no object with a member for each column.`, at);
  return named.map(([name, one]) => column(one, below(at, name), clean(name)));
}

function column(one: unknown, at: string, name: string | null): DriftReading {
  if (members(one) === null) throw new Fault(`${at} is no object.`, at);
  if (name === null) throw new Fault(`${at} names no column.`, below(at, 'column_name'));
  const method = textOf(member(one, 'stattest_name'), below(at, 'stattest_name'));
  const metric = method === null ? 'value_drift' : evidentlyMetric(method);
  return reading({
    feature: name,
    metric,
    value: numberOf(member(one, 'drift_score'), below(at, 'drift_score')),
    threshold: numberOf(member(one, 'stattest_threshold'), below(at, 'stattest_threshold')),
    comparator: method === null ? null : evidentlyComparator(metric),
    breach: flagOf(member(one, 'drift_detected'), below(at, 'drift_detected')),
  });
}
