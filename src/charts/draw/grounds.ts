import { area } from 'd3-shape';
import { dayStart } from '../category-text.ts';
import { type Chart, countOf, valueAt } from '../chart.ts';
import { amountText } from '../number-text.ts';
import { plainLabel } from '../plain-label.ts';
import { element, type Svg, together } from './element.ts';
import { ink } from './palette.ts';
import { type Plot, picture } from './plot.ts';
import { textWidth, words } from './words.ts';

/** Diagonal lines, for what may still change. */
export const hatching: Svg = element(
  'pattern',
  { id: 'hatch', width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
  element('rect', { width: 3, height: 7, fill: '#ffffff', 'fill-opacity': '0.62' }),
);

/** Diagonal grey lines, for a stretch of a line chart that may still change. */
export const greyHatching: Svg = element(
  'pattern',
  { id: 'grey-hatch', width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
  element('rect', { width: 2, height: 7, fill: '#d1d5db' }),
);

/** Weekends in grey, what is usual in pale blue, and under lines the provisional stretch hatched. */
export function grounds(chart: Chart, plot: Plot): Svg {
  return together([weekends(chart, plot), provisionalStretch(chart, plot), usualBand(chart, plot)]);
}

/** Whether a day is a Saturday or a Sunday. */
export function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(dayStart(day)).getUTCDay());
}

function weekends({ categories }: Chart, plot: Plot): Svg {
  if (categories.scale !== 'days') return together([]);
  return together(categories.days.flatMap((day, at) => (isWeekend(day) ? [block(plot, at, at, ink.weekend)] : [])));
}

function provisionalStretch(chart: Chart, plot: Plot): Svg {
  const count = countOf(chart.categories);
  const { provisional = 0 } = chart;
  if (chart.kind !== 'line' || provisional <= 0 || chart.categories.scale === 'moments') return together([]);
  return block(plot, Math.max(0, count - provisional), count - 1, 'url(#grey-hatch)');
}

function block(plot: Plot, from: number, to: number, fill: string): Svg {
  const { top, bottom } = plot;
  const { left } = plot.slot(from);
  return element('rect', { x: left, y: top, width: plot.slot(to).right - left, height: bottom - top, fill });
}

function usualBand({ band, categories }: Chart, { centers, values }: Plot): Svg {
  if (band === undefined) return together([]);
  const places = Array.from({ length: countOf(categories) }, (_, at) => at);
  const shape = area<number>()
    .defined((at) => valueAt(band.lower, at) !== null && valueAt(band.upper, at) !== null)
    .x((at) => centers[at] ?? 0)
    .y0((at) => values.at(valueAt(band.lower, at) ?? 0))
    .y1((at) => values.at(valueAt(band.upper, at) ?? 0))
    .digits(1);
  const path = shape([...places]);
  return path === null ? together([]) : element('path', { d: path, fill: ink.band });
}

/** The limit as a dashed line across the plot with its name and value on it. */
export function limitLine({ limit, unit }: Chart, { left, right, values }: Plot): Svg {
  if (limit === undefined || !Number.isFinite(limit.value)) return together([]);
  const y = values.at(limit.value);
  const text = `${plainLabel(limit.label)} ${amountText(limit.value, unit)}`;
  const room = right - left - 12;
  const width = Math.min(room, textWidth(text, picture.note, true));
  return together([
    element('line', {
      x1: left,
      x2: right,
      y1: y,
      y2: y,
      stroke: ink.limit,
      'stroke-width': 2,
      'stroke-dasharray': '6 4',
    }),
    words(text, left + 6, y - 7, {
      size: picture.note,
      bold: true,
      color: ink.limit,
      edge: true,
      max: Math.max(width, 40),
    }),
  ]);
}
