import { line } from 'd3-shape';
import { type Series, valueAt } from '../chart.ts';
import { element, type Svg, together } from './element.ts';
import { type Plot, picture } from './plot.ts';
import { words } from './words.ts';

/** One line for each series, broken where nothing is known; a value between two gaps is a dot, and so is the newest. */
export function lines(series: readonly Series[], colors: readonly string[], plot: Plot): Svg {
  return together(series.map(({ values }, index) => oneLine(values, colors[index] ?? '#000000', plot)));
}

function oneLine(values: readonly (number | null)[], color: string, { centers, values: scale }: Plot): Svg {
  const places = centers.map((_, at) => at);
  const known = (at: number) => valueAt(values, at) !== null;
  const x = (at: number) => centers[at] ?? 0;
  const y = (at: number) => scale.at(valueAt(values, at) ?? 0);
  const path = line<number>().defined(known).x(x).y(y).digits(1)(places);
  const last = places.findLast(known);
  const dots = places.filter((at) => known(at) && (at === last || (!known(at - 1) && !known(at + 1))));
  const style = {
    fill: 'none',
    stroke: color,
    'stroke-width': 2.5,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  };
  return together([
    ...(path === null ? [] : [element('path', { d: path, ...style })]),
    ...dots.map((at) =>
      element('circle', { cx: x(at), cy: y(at), r: 4, fill: color, stroke: '#ffffff', 'stroke-width': 1.5 }),
    ),
  ]);
}

const apart = 20;

/** The name of each line beside its end, moved so far that none covers another. */
export function lineNames(
  series: readonly Series[],
  names: readonly string[],
  colors: readonly string[],
  plot: Plot,
): Svg {
  const ends = series
    .flatMap(({ values }, index) => {
      const value = values.findLast((each) => each !== null && Number.isFinite(each));
      return value === undefined || value === null ? [] : [{ index, y: plot.values.at(value) }];
    })
    .sort((a, b) => a.y - b.y);
  const placed = spread(
    ends.map(({ y }) => y),
    plot.top + 6,
    plot.bottom,
  );
  return together(
    ends.map(({ index, y }, at) => {
      const stands = placed[at] ?? y;
      const color = colors[index] ?? '#000000';
      const lead = Math.abs(stands - y) < 2 ? [] : [leader(plot.right, y, stands, color)];
      const name = words(names[index] ?? '', plot.right + 12, stands + 5, { size: picture.tick, color, bold: true });
      return together([...lead, name]);
    }),
  );
}

function leader(right: number, from: number, to: number, color: string): Svg {
  return element('line', { x1: right - 2, y1: from, x2: right + 9, y2: to, stroke: color, 'stroke-width': 1 });
}

/** Rising places at least `apart` from each other, as near to the wished ones as pushing down and then up leaves them. */
function spread(wished: readonly number[], top: number, bottom: number): readonly number[] {
  const down: number[] = [];
  for (const y of wished) down.push(Math.max(y, (down.at(-1) ?? top - apart) + apart));
  const up: number[] = [];
  for (const y of down.toReversed()) up.push(Math.min(y, (up.at(-1) ?? bottom + apart) - apart));
  return up.toReversed();
}
