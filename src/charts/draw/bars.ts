import { type Chart, countOf, type Series, valueAt } from '../chart.ts';
import { sumAt } from '../kept-series.ts';
import { element, type Svg, together } from './element.ts';
import { ink } from './palette.ts';
import { type Plot, picture } from './plot.ts';
import { words } from './words.ts';

/** One coloured piece of a bar, between two values. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly fill: string;
}

/** Bars on top of each other, what is negative below zero; provisional ones are hatched. */
export function stackedBars(chart: Chart, series: readonly Series[], fills: readonly string[], plot: Plot): Svg {
  return each(chart, (at) => {
    if (sumAt(series, at) === null) return nothingKnown(plot, at);
    const { left, width } = plot.bar(at);
    return bar(plot, { left, width }, pieces(series, fills, at), isProvisional(chart, at));
  });
}

/** Bars side by side, one of each series. */
export function groupedBars(chart: Chart, series: readonly Series[], fills: readonly string[], plot: Plot): Svg {
  return each(chart, (at) => {
    if (sumAt(series, at) === null) return nothingKnown(plot, at);
    const group = plot.bar(at);
    const width = group.width / Math.max(1, series.length);
    return together(
      series.map((one, index) => {
        const place = { left: group.left + index * width, width: Math.max(1, width - (series.length > 1 ? 1.5 : 0)) };
        return bar(plot, place, pieces([one], fills.slice(index), at), isProvisional(chart, at));
      }),
    );
  });
}

function pieces(series: readonly Series[], fills: readonly string[], at: number): readonly Piece[] {
  const ends = { up: 0, down: 0 };
  return series.flatMap(({ values }, index) => {
    const value = valueAt(values, at);
    if (value === null || value === 0) return [];
    const side = value > 0 ? 'up' : 'down';
    const from = ends[side];
    ends[side] += value;
    return [{ from, to: ends[side], fill: fills[index] ?? '#000000' }];
  });
}

function bar(
  { values }: Plot,
  { left, width }: { readonly left: number; readonly width: number },
  all: readonly Piece[],
  provisional: boolean,
): Svg {
  return together(
    all.map(({ from, to, fill }) => {
      const [y, end] = [Math.min(values.at(from), values.at(to)), Math.max(values.at(from), values.at(to))];
      // A white seam between pieces, as long as it leaves something to see.
      const height = Math.max(0.8, end - y - (all.length > 1 && end - y > 3 ? 1 : 0));
      const place = { x: left, y, width, height };
      const solid = element('rect', { ...place, fill });
      return provisional ? together([solid, element('rect', { ...place, fill: 'url(#hatch)' })]) : solid;
    }),
  );
}

function nothingKnown({ centers, values }: Plot, at: number): Svg {
  return words('–', centers[at] ?? 0, values.at(0) - 4, { size: picture.tick, color: ink.quiet, anchor: 'middle' });
}

function isProvisional({ categories, provisional = 0 }: Chart, at: number): boolean {
  return at >= countOf(categories) - provisional;
}

function each({ categories }: Chart, draw: (at: number) => Svg): Svg {
  return together(Array.from({ length: countOf(categories) }, (_, at) => draw(at)));
}
