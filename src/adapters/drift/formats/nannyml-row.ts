import type { DriftReading } from '#domain/drift.ts';
import { below, member, members } from '../fault.ts';
import { metricName } from '../metric-name.ts';
import { reading } from '../reading.ts';
import { clean, flagOf, numberOf, textOf } from '../told-values.ts';

/** NannyML's methods: its tests give statistics and no p-values, and Jensen-Shannon is the distance. */
const methods: ReadonlyMap<string, string> = new Map([
  ['jensen_shannon', 'js_distance'],
  ['hellinger', 'hellinger'],
  ['wasserstein', 'wasserstein'],
  ['l_infinity', 'l_infinity'],
  ['kolmogorov_smirnov', 'ks_statistic'],
  ['chi2', 'chisquare_statistic'],
]);

const columnNames = ['column_name', 'feature_name', 'column', 'feature'];
const methodNames = ['method', 'method_name', 'metric_name', 'metric', 'display_name'];

/** The readings in one row; none if it has neither a value nor an alert. */
export function readingsOfRow(row: unknown, at: string): readonly DriftReading[] {
  if (member(row, 'value') !== undefined || member(row, 'alert') !== undefined) {
    const told = (names: readonly string[]) =>
      names.flatMap((name) => textOf(member(row, name), below(at, name)) ?? [])[0] ?? null;
    return [limited(row, at, '', { feature: told(columnNames), metric: metricName(told(methodNames) ?? '', methods) })];
  }
  return (members(row) ?? []).flatMap(([name]) => {
    const prefix = /^(.+)_alert$/.exec(name)?.[1];
    return prefix === undefined || member(row, `${prefix}_value`) === undefined
      ? []
      : [limited(row, at, `${prefix}_`, named(prefix))];
  });
}

/** `age_jensen_shannon` is of a column; a name without a method, as `roc_auc`, is of all data. */
function named(prefix: string): { readonly feature: string | null; readonly metric: string } {
  for (const [method, metric] of methods) {
    if (prefix.endsWith(`_${method}`)) return { feature: clean(prefix.slice(0, -method.length - 1)), metric };
  }
  return { feature: null, metric: metricName(prefix, methods) };
}

/** A value between two limits: the one that it is past is shown, else the upper one. */
function limited(row: unknown, at: string, prefix: string, name: Pick<DriftReading, 'feature' | 'metric'>) {
  const number = (field: string) => numberOf(member(row, `${prefix}${field}`), below(at, `${prefix}${field}`));
  const [value, upper, lower] = [number('value'), number('upper_threshold'), number('lower_threshold')];
  const low = lower !== null && (upper === null || (value !== null && value < lower));
  return reading({
    ...name,
    value,
    threshold: low ? lower : upper,
    comparator: low ? '<' : upper === null ? null : '>',
    breach: flagOf(member(row, `${prefix}alert`), below(at, `${prefix}alert`)),
  });
}
