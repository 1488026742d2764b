import { scaleUtc } from 'd3-scale';
import { epochMs } from '#domain/instant.ts';
import { categoryTexts, clock, dateText, dayStart } from '../category-text.ts';
import { type Chart, countOf } from '../chart.ts';
import { element, type Svg, together } from './element.ts';
import { ink } from './palette.ts';
import { type Plot, picture } from './plot.ts';
import { fittingLabels, textWidth, words } from './words.ts';

/** The marks of the values with their thin lines across the plot; zero is darker. */
export function valueAxis({ values, left, right }: Plot): Svg {
  return together(
    values.ticks.map(({ value, text }) => {
      const y = values.at(value);
      const color = value === 0 ? ink.zero : ink.grid;
      const line = element('line', { x1: left, x2: right, y1: y, y2: y, stroke: color, 'stroke-width': 1 });
      return together([line, words(text, left - 8, y + 6, { size: picture.tick, color: ink.quiet, anchor: 'end' })]);
    }),
  );
}

/** What stands where, below the plot: as many labels as have room, none over another. */
export function categoryAxis(chart: Chart, plot: Plot): Svg {
  const marks = marksOf(chart, plot);
  const y = plot.bottom + 24;
  return together(
    marks.map(({ x, text }) => {
      const half = textWidth(text, picture.tick) / 2;
      const inside = Math.min(Math.max(x, 4 + half), picture.width - 4 - half);
      return words(text, inside, y, { size: picture.tick, color: ink.quiet, anchor: 'middle' });
    }),
  );
}

interface AxisMark {
  readonly x: number;
  readonly text: string;
}

function marksOf(chart: Chart, plot: Plot): readonly AxisMark[] {
  const { categories, kind } = chart;
  if (categories.scale === 'moments' && kind === 'line' && categories.moments.length > 1) {
    return timeMarks(categories.moments.map(epochMs), plot);
  }
  const step = (plot.right - plot.left) / Math.max(1, countOf(categories));
  const texts = categoryTexts(categories);
  if (categories.scale === 'names' && step >= 44) {
    const labels = fittingLabels(texts, step - 8, picture.tick);
    return labels.map((text, at) => ({ x: plot.centers[at] ?? 0, text }));
  }
  const widest = Math.max(...texts.map((text) => textWidth(text, picture.tick))) + 18;
  const every = Math.max(1, Math.ceil(widest / step));
  return texts.flatMap((text, at) => (isMarked(chart, at, every) ? [{ x: plot.centers[at] ?? 0, text }] : []));
}

/** Days are marked on Mondays where weeks have room, everything else evenly, with the newest always named. */
function isMarked({ categories }: Chart, at: number, every: number): boolean {
  const count = countOf(categories);
  if (categories.scale === 'days' && every > 1) {
    const weeks = Math.max(1, Math.ceil(every / 7));
    const day = Math.floor(dayStart(categories.days[at] ?? '1970-01-01') / 86_400_000);
    // 5 January 1970 was a Monday.
    return count < 10 ? (count - 1 - at) % every === 0 : (((day - 4) % (7 * weeks)) + 7 * weeks) % (7 * weeks) === 0;
  }
  return (count - 1 - at) % every === 0;
}

function timeMarks(times: readonly number[], { left, right }: Plot): readonly AxisMark[] {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const scale = scaleUtc()
    .domain([first, last])
    .range([left + 8, right - 8]);
  const days = last - first > 2 * 86_400_000;
  return scale.ticks(5).map((date) => {
    const ms = date.getTime();
    const midnight = ms % 86_400_000 === 0;
    return {
      x: scale(date),
      text: days && !midnight ? `${dateText(ms)} ${clock(ms)}` : midnight ? dateText(ms) : clock(ms),
    };
  });
}
