import { scaleBand, scaleLinear } from 'd3-scale';
import { epochMs } from '#domain/instant.ts';
import { type Chart, countOf, type Series } from '../chart.ts';
import { type ValueScale, valueScale } from './value-scale.ts';
import { textWidth } from './words.ts';

/** Sizes of a picture, in pixels at scale one; a phone shows it about half as wide. */
export const picture = { width: 640, margin: 20, plotHeight: 250, tick: 16, title: 22, note: 14 } as const;

/** The rectangle in which values are drawn, and what stands where in it. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly values: ValueScale;
  /** The middle of each category. */
  readonly centers: readonly number[];
  /** The left and right edge of a category's bar. */
  bar(index: number): { readonly left: number; readonly width: number };
  /** The left and right edge of all that belongs to a category. */
  slot(index: number): { readonly left: number; readonly right: number };
}

/** Lays out the plot below `top`, with `labelRoom` pixels to the right for the names of lines. */
export function plotOf(chart: Chart, series: readonly Series[], top: number, labelRoom: number): Plot {
  const bottom = top + picture.plotHeight;
  const values = valueScale(chart, series, bottom, top);
  const widest = Math.max(...values.ticks.map(({ text }) => textWidth(text, picture.tick)));
  const left = picture.margin + widest + 8;
  const right = picture.width - picture.margin - labelRoom;
  const count = Math.max(1, countOf(chart.categories));
  const bands = scaleBand<number>()
    .domain(Array.from({ length: count }, (_, at) => at))
    .range([left, right])
    .paddingInner(count > 20 ? 0.2 : 0.32)
    .paddingOuter(0.16);
  const bar = (index: number) => ({ left: bands(index) ?? left, width: bands.bandwidth() });
  const slot = (index: number) => {
    const gap = (bands.step() - bands.bandwidth()) / 2;
    const { left: start, width } = bar(index);
    return { left: Math.max(left, start - gap), right: Math.min(right, start + width + gap) };
  };
  const centers = centersOf(chart, left, right) ?? bandCenters(count, bar);
  return { left, right, top, bottom, values, centers, bar, slot };
}

function bandCenters(count: number, bar: Plot['bar']): readonly number[] {
  return Array.from({ length: count }, (_, at) => bar(at).left + bar(at).width / 2);
}

/** Lines over moments keep the distances of time; bars stand side by side. */
function centersOf(chart: Chart, left: number, right: number): readonly number[] | null {
  if (chart.categories.scale !== 'moments' || chart.kind !== 'line') return null;
  const times = chart.categories.moments.map(epochMs);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const scale = scaleLinear()
    .domain([first, last])
    .range([left + 8, right - 8]);
  return times.map((ms) => scale(ms));
}
