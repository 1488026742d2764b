import { type Chart, countOf, type Series, valueAt } from './chart.ts';

/** The series that are shown, and how many are not. */
export interface KeptSeries {
  readonly series: readonly Series[];
  /** Whether the last one is the sum of those that have no place of their own. */
  readonly hasOther: boolean;
  readonly leftOut: number;
}

/** At most `max` series: where they add up, those without a place are summed as `other`; else they are left out. */
export function keptSeries(chart: Chart, max: number): KeptSeries {
  const { series } = chart;
  if (series.length <= max) return { series, hasOther: false, leftOut: 0 };
  if (chart.kind !== 'stacked') return { series: series.slice(0, max), hasOther: false, leftOut: series.length - max };
  const rest = series.slice(max - 1);
  const values = Array.from({ length: countOf(chart.categories) }, (_, at) => sumAt(rest, at));
  return { series: [...series.slice(0, max - 1), { name: 'other', values }], hasOther: true, leftOut: 0 };
}

/** The sum of what is known there; null where nothing is. */
export function sumAt(series: readonly Series[], index: number): number | null {
  const known = series.map(({ values }) => valueAt(values, index)).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
