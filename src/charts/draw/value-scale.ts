import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { type Chart, countOf, type Series, valueAt } from '../chart.ts';
import { tickText } from '../number-text.ts';

/** Values to pixels, with the marks of the axis. */
export interface ValueScale {
  at(value: number): number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

/** A scale over all that the chart shows, from `from` to `to` pixels. Bars begin at zero; so do lines, unless all is far from it. */
export function valueScale(chart: Chart, series: readonly Series[], from: number, to: number): ValueScale {
  const [low, high] = domainOf(chart, series);
  const scale: ScaleLinear<number, number> = scaleLinear().domain([low, high]).nice(5).range([from, to]);
  const ticks = scale.ticks(5);
  const step = ticks.length > 1 ? (ticks[1] ?? 0) - (ticks[0] ?? 0) : high - low;
  return {
    at: (value) => scale(value),
    ticks: ticks.map((value) => ({ value, text: tickText(value, chart.unit, step) })),
  };
}

/** Below this no mark could tell values apart, in words or on a screen. */
const least = 1e-12;

function domainOf(chart: Chart, series: readonly Series[]): readonly [number, number] {
  const count = countOf(chart.categories);
  const all =
    chart.kind === 'stacked'
      ? stackEnds(series, count)
      : valuesOf(
          series.map(({ values }) => values),
          count,
        );
  const more = [
    ...(chart.limit === undefined ? [] : [chart.limit.value]),
    ...(chart.band === undefined ? [] : valuesOf([chart.band.lower, chart.band.upper], count)),
  ].filter(Number.isFinite);
  const values = [...all, ...more];
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (values.length === 0) return [0, 1];
  if (chart.kind === 'line' && low > 0 && low > 0.7 * high && high - low > least * Math.max(1, high)) {
    const air = (high - low) * 0.15;
    return [low - air, high + air];
  }
  const [bottom, top] = [Math.min(0, low), Math.max(0, high)];
  return top - bottom < least ? [0, 1] : [bottom, top];
}

/** How far the bars of each category reach up and down. */
function stackEnds(series: readonly Series[], count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => {
    const values = series.map(({ values: each }) => valueAt(each, at) ?? 0);
    const sum = (sign: number) => values.reduce((total, value) => (value * sign > 0 ? total + value : total), 0);
    return [sum(1), sum(-1)];
  }).flat();
}

function valuesOf(lists: readonly (readonly (number | null)[])[], count: number): readonly number[] {
  return lists.flatMap((values) =>
    values.flatMap((_, at) => {
      const value = at < count ? valueAt(values, at) : null;
      return value === null ? [] : [value];
    }),
  );
}
