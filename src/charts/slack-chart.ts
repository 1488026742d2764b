import { categoryTexts } from './category-text.ts';
import { type Chart, countOf, hasValues, type Series, valueAt } from './chart.ts';
import { keptSeries, sumAt } from './kept-series.ts';
import { amountText } from './number-text.ts';
import { clipped, distinctLabels, plainLabel } from './plain-label.ts';

const maxSeries = 6;
const maxPoints = 20;
const maxLabel = 20;
const maxTitle = 50;

/** A `data_visualization` block, which Slack takes in messages only, two in each. */
interface ChartBlock {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'line' | 'bar';
    readonly series: readonly {
      readonly name: string;
      readonly data: readonly { readonly label: string; readonly value: number }[];
    }[];
    readonly axis_config: { readonly categories: readonly string[]; readonly y_label?: string };
  };
}

/** A chart as Slack draws it, and in sentences what Slack's kind of chart cannot show of it. */
export interface SlackChart {
  readonly block: ChartBlock;
  readonly notes: readonly string[];
}

/**
 * The chart as the data of Slack's own block. Slack needs a value at every point: where nothing is known of any series
 * the category is left out, and where some are known the rest are drawn as bars of no height; the notes say so. Null
 * where nothing at all is known.
 */
export function slackChart(chart: Chart): SlackChart | null {
  if (!hasValues(chart)) return null;
  const kept = keptSeries(chart, maxSeries);
  const known = indices(chart).filter((at) => sumAt(kept.series, at) !== null);
  if (known.length === 0) return null;
  const shown = chart.categories.scale === 'names' ? known.slice(0, maxPoints) : known.slice(-maxPoints);
  const partly = kept.series.some(({ values }) => shown.some((at) => valueAt(values, at) === null));
  const lines = chart.kind === 'line' && !partly && shown.length > 1;
  const series = [...kept.series, ...(lines ? guides(chart, maxSeries - kept.series.length) : [])];
  const names = distinctLabels(
    series.map(({ name }) => name),
    maxLabel,
  );
  const categories = distinctLabels(pick(categoryTexts(chart.categories), shown), maxLabel);
  const yLabel = unitLabel(chart);
  return {
    block: {
      type: 'data_visualization',
      title: clipped(plainLabel(chart.title), maxTitle),
      chart: {
        type: lines ? 'line' : 'bar',
        series: series.map(({ values }, index) => ({
          name: names[index] ?? '–',
          data: shown.map((at, point) => ({ label: categories[point] ?? '–', value: valueAt(values, at) ?? 0 })),
        })),
        axis_config: { categories, ...(yLabel === null ? {} : { y_label: yLabel }) },
      },
    },
    notes: [...notesOn(chart, { known, shown, partly, leftOut: kept.leftOut }), ...limitNote(chart, series)],
  };
}

/** The limit, and what is usual, as lines of their own, as far as there is room for them. */
function guides(chart: Chart, room: number): readonly Series[] {
  const all = indices(chart);
  const { limit, band } = chart;
  const limits = limit === undefined ? [] : [{ name: limit.label, values: all.map(() => limit.value) }];
  const whole =
    band !== undefined && all.every((at) => valueAt(band.lower, at) !== null && valueAt(band.upper, at) !== null);
  const bands = whole
    ? [
        { name: `${clipped(plainLabel(band.label), 15)} from`, values: band.lower },
        { name: `${clipped(plainLabel(band.label), 15)} to`, values: band.upper },
      ]
    : [];
  return [...limits, ...bands.slice(0, room - limits.length >= 2 ? 2 : 0)].slice(0, Math.max(0, room));
}

interface Reduced {
  readonly known: readonly number[];
  readonly shown: readonly number[];
  readonly partly: boolean;
  readonly leftOut: number;
}

function notesOn(chart: Chart, { known, shown, partly, leftOut }: Reduced): readonly string[] {
  const { scale } = chart.categories;
  const what = scale === 'days' ? 'days' : 'points';
  const gaps = countOf(chart.categories) - known.length;
  const cut = known.length - shown.length;
  return [
    ...(cut === 0
      ? []
      : [
          scale === 'names' ? `${cut} more are not in the chart.` : `The chart shows the last ${shown.length} ${what}.`,
        ]),
    ...(gaps === 0 ? [] : [`Without data, and not in the chart: ${gaps} ${gaps === 1 ? what.slice(0, -1) : what}.`]),
    ...(partly ? ['Where a bar has no height, nothing may be known.'] : []),
    ...(leftOut === 0 ? [] : [`${leftOut} more series are not in the chart.`]),
    ...provisionalNote(chart, what),
  ];
}

function provisionalNote({ provisional = 0 }: Chart, what: string): readonly string[] {
  if (provisional <= 0) return [];
  return [
    provisional === 1
      ? `The last ${what.slice(0, -1)} is provisional.`
      : `The last ${provisional} ${what} are provisional.`,
  ];
}

function limitNote({ limit, unit }: Chart, shown: readonly Series[]): readonly string[] {
  if (limit === undefined || shown.some(({ name }) => name === limit.label)) return [];
  return [`${plainLabel(limit.label)}: ${amountText(limit.value, unit)}.`];
}

function unitLabel({ unit }: Chart): string | null {
  switch (unit.kind) {
    case 'money':
      return clipped(plainLabel(unit.currency), maxLabel);
    case 'percent':
      return '%';
    case 'number':
      return unit.name === null ? null : clipped(plainLabel(unit.name), maxLabel);
  }
}

function indices(chart: Chart): readonly number[] {
  return Array.from({ length: countOf(chart.categories) }, (_, at) => at);
}

function pick<T>(all: readonly T[], places: readonly number[]): readonly T[] {
  return places.flatMap((at) => all.slice(at, at + 1));
}
