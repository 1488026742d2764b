import type { DriftReading, DriftReport } from '#domain/drift.ts';
import { toldBeside } from '../beside-body.ts';
import { below, Fault, member, members } from '../fault.ts';
import { metricName } from '../metric-name.ts';
import { reading } from '../reading.ts';
import { reportOf } from '../report.ts';
import type { SentBody } from '../sent-body.ts';
import { clean, numberOf, textOf } from '../told-values.ts';

const algorithms: ReadonlyMap<string, string> = new Map([
  ['ks', 'ks'],
  ['kolmogorov_smirnov', 'ks'],
  ['chi_square', 'chisquare'],
  ['chisquare', 'chisquare'],
]);

/** Whether a body is what whylogs' `calculate_drift_scores` gives: an object with a member for each column. */
export function isWhylogs(json: unknown): boolean {
  const columns = members(json) ?? [];
  const scored = columns.filter(([, one]) => typeof member(one, 'algorithm') === 'string');
  return scored.length > 0 && columns.every(([, one]) => one === null || members(one) !== null);
}

/** Scores of whylogs, column by column. What it calls possible drift is no drift. Columns without a score are left out. */
export function readWhylogs(body: SentBody): readonly DriftReport[] {
  const { detector, ...beside } = toldBeside(body);
  const readings = (members(body.json) ?? []).flatMap(([name, one]) =>
    one === null ? [] : [score(clean(name), one, below('', name))],
  );
  if (readings.length === 0) throw new Fault('The scores of whylogs are of no column.', '');
  return [reportOf(body, { ...beside, id: null, time: null, status: null, detector: detector ?? 'whylogs', readings })];
}

function score(feature: string, one: unknown, at: string): DriftReading {
  const algorithm = textOf(member(one, 'algorithm'), below(at, 'algorithm'));
  if (algorithm === null) throw new Fault(`${at} names no algorithm.`, below(at, 'algorithm'));
  const pvalue = numberOf(member(one, 'pvalue'), below(at, 'pvalue'));
  const statistic = numberOf(member(one, 'statistic'), below(at, 'statistic'));
  const name = metricName(algorithm, algorithms);
  const tested = member(one, 'pvalue') !== undefined && (pvalue !== null || name === 'ks' || name === 'chisquare');
  const [low, high] = rangeOf(member(one, 'thresholds'), below(at, 'thresholds'));
  return reading({
    feature,
    metric: tested ? `${name}_pvalue` : name,
    value: tested ? pvalue : statistic,
    threshold: tested ? (high ?? 0.05) : (low ?? (name === 'hellinger' ? 0.4 : null)),
    comparator: tested ? '<' : '>=',
    breach: category(member(one, 'drift_category'), below(at, 'drift_category')),
  });
}

function category(value: unknown, at: string): boolean | null {
  const text = textOf(value, at)?.toUpperCase() ?? null;
  if (text === null) return null;
  if (text === 'DRIFT') return true;
  if (text === 'NO_DRIFT' || text === 'POSSIBLE_DRIFT') return false;
  throw new Fault(`${at} is none of NO_DRIFT, POSSIBLE_DRIFT and DRIFT.`, at);
}

/** From where to where whylogs speaks of drift, if the thresholds were exported too. */
function rangeOf(thresholds: unknown, at: string): readonly [number | null, number | null] {
  const range = member(thresholds, 'DRIFT');
  if (!Array.isArray(range)) return [null, null];
  const [low, high]: unknown[] = range;
  return [numberOf(low, below(at, 'DRIFT', 0)), numberOf(high, below(at, 'DRIFT', 1))];
}
