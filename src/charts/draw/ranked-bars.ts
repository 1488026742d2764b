import { categoryTexts } from '../category-text.ts';
import { type Chart, valueAt } from '../chart.ts';
import { amountText } from '../number-text.ts';
import { plainLabel } from '../plain-label.ts';
import { element, type Svg, together } from './element.ts';
import { hueOf, ink } from './palette.ts';
import { picture } from './plot.ts';
import { type ValueScale, valueScale } from './value-scale.ts';
import { fittingLabels, textWidth, words } from './words.ts';

const row = 34;
const maxRows = 20;

/** How many categories have a bar of their own. */
export function rankedRows(chart: Chart): number {
  return Math.min(maxRows, categoryTexts(chart.categories).length);
}

/** How tall the bars are together, with room for the name of the limit. */
export function rankedHeight(chart: Chart): number {
  return rankedRows(chart) * row + (chart.limit === undefined ? 0 : 24);
}

/** Lying bars from `top` down, each between its name and its value. */
export function rankedBars(chart: Chart, top: number): Svg {
  const rows = rankedRows(chart);
  const values = (chart.series[0]?.values ?? []).slice(0, rows);
  const known = Array.from({ length: rows }, (_, at) => valueAt(values, at));
  const names = fittingLabels(categoryTexts(chart.categories).slice(0, rows), picture.width * 0.38, picture.tick);
  const amounts = known.map((value) => (value === null ? 'no data' : amountText(value, chart.unit)));
  const left = picture.margin + Math.max(40, ...names.map((name) => textWidth(name, picture.tick))) + 12;
  const right =
    picture.width - picture.margin - Math.max(...amounts.map((each) => textWidth(each, picture.tick, true))) - 8;
  const shown = { ...chart, kind: 'bars' as const };
  const scale = valueScale(shown, [{ name: '', values }], left, right);
  const first = top + (chart.limit === undefined ? 0 : 24);
  const zero = scale.at(0);
  const bars = known.map((value, at) => {
    const y = first + at * row;
    const end = scale.at(value ?? 0);
    const past = isPast(chart, value);
    return together([
      words(names[at] ?? '', left - 10, y + 22, { size: picture.tick, anchor: 'end' }),
      element('rect', {
        x: Math.min(zero, end),
        y: y + 5,
        width: Math.max(value === null ? 0 : 1, Math.abs(end - zero)),
        height: row - 10,
        fill: past ? ink.limit : hueOf(0).fill,
      }),
      words(amounts[at] ?? '', Math.max(zero, end) + 6, y + 22, {
        size: picture.tick,
        bold: true,
        color: value === null ? ink.quiet : past ? ink.limit : ink.text,
        edge: true,
      }),
    ]);
  });
  const axis = element('line', { x1: zero, x2: zero, y1: first, y2: first + rows * row, stroke: ink.zero });
  return together([limit(chart, scale, top, first + rows * row), axis, ...bars]);
}

/** Whether a value is on the wrong side of the limit. */
function isPast({ limit: line }: Chart, value: number | null): boolean {
  if (line === undefined || value === null) return false;
  return line.past === 'below' ? value < line.value : value > line.value;
}

function limit({ limit: line, unit }: Chart, scale: ValueScale, top: number, bottom: number): Svg {
  if (line === undefined || !Number.isFinite(line.value)) return together([]);
  const x = scale.at(line.value);
  const text = `${plainLabel(line.label)} ${amountText(line.value, unit)}`;
  const half = textWidth(text, picture.note, true) / 2;
  const middle = Math.min(Math.max(x, picture.margin + half), picture.width - picture.margin - half);
  return together([
    words(text, middle, top + 14, { size: picture.note, bold: true, color: ink.limit, anchor: 'middle' }),
    element('line', {
      x1: x,
      x2: x,
      y1: top + 20,
      y2: bottom,
      stroke: ink.limit,
      'stroke-width': 2,
      'stroke-dasharray': '6 4',
    }),
  ]);
}
