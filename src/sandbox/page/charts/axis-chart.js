import { svg } from '../core/dom.js';
import { scale, short, ticks } from './scale.js';

const WIDTH = 560;
const HEIGHT = 220;
const LEFT = 52;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 44;
const LABEL_PX = 62;

/** Bars, lines or areas over categories. */
export function axisChart({ type, series, axis_config: axis }, title) {
  const { categories } = axis;
  const valueOf = (one, category) => one.data.find((point) => point.label === category)?.value ?? 0;
  const rows = series.map((one) => categories.map((category) => valueOf(one, category)));
  const marks = ticks(rows.flat());
  const y = scale([marks[0], marks.at(-1)], [HEIGHT - BOTTOM, TOP]);
  const band = (WIDTH - LEFT - RIGHT) / categories.length;
  const middle = (index) => LEFT + band * (index + 0.5);
  return svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': `${title}: ${type} chart; the numbers follow as a table`,
    },
    grid(marks, y, axis.y_label),
    labels(categories, middle, band, axis.x_label),
    rows.map((values, index) =>
      DRAW[type]({ values, index, count: rows.length, band, middle, y, name: series[index].name, categories }),
    ),
  );
}

function grid(marks, y, label) {
  return [
    marks.map((mark) => [
      svg('line', {
        x1: LEFT,
        x2: WIDTH - RIGHT,
        y1: y(mark),
        y2: y(mark),
        class: mark === 0 ? 'chart-axis' : 'chart-grid',
      }),
      svg('text', { x: LEFT - 8, y: y(mark) + 4, class: 'chart-text', 'text-anchor': 'end' }, short(mark)),
    ]),
    label &&
      svg(
        'text',
        {
          x: 12,
          y: (HEIGHT - BOTTOM + TOP) / 2,
          class: 'chart-text',
          'text-anchor': 'middle',
          transform: `rotate(-90 12 ${(HEIGHT - BOTTOM + TOP) / 2})`,
        },
        label,
      ),
  ];
}

function labels(categories, middle, band, label) {
  const every = Math.max(1, Math.ceil(LABEL_PX / band / 1.4));
  return [
    categories.map(
      (category, index) =>
        index % every === 0 &&
        svg(
          'text',
          { x: middle(index), y: HEIGHT - BOTTOM + 16, class: 'chart-text', 'text-anchor': 'middle' },
          category,
        ),
    ),
    label && svg('text', { x: (WIDTH + LEFT) / 2, y: HEIGHT - 8, class: 'chart-text', 'text-anchor': 'middle' }, label),
  ];
}

function told(name, category, value) {
  return svg('title', {}, `${name}, ${category}: ${value.toLocaleString('en-GB')}`);
}

function points({ values, middle, y }) {
  return values.map((value, index) => `${middle(index).toFixed(1)},${y(value).toFixed(1)}`);
}

const DRAW = {
  bar({ values, index, count, band, middle, y, name, categories }) {
    const width = Math.min(36, (band * 0.72) / count);
    return values.map((value, at) => {
      const x = middle(at) + (index - count / 2) * width;
      const top = Math.min(y(value), y(0));
      return svg(
        'rect',
        {
          x: x + 1,
          y: top,
          width: Math.max(1, width - 2),
          height: Math.abs(y(value) - y(0)),
          rx: 2,
          class: `chart-fill-${index + 1}`,
        },
        told(name, categories[at], value),
      );
    });
  },
  line(drawn) {
    const { values, index, middle, y, name, categories } = drawn;
    return [
      svg('polyline', { points: points(drawn).join(' '), class: `chart-line chart-stroke-${index + 1}` }),
      values.map((value, at) =>
        svg(
          'circle',
          { cx: middle(at), cy: y(value), r: 3.5, class: `chart-fill-${index + 1}` },
          told(name, categories[at], value),
        ),
      ),
    ];
  },
  area(drawn) {
    const { values, index, middle, y } = drawn;
    const floor = y(0).toFixed(1);
    const around = [
      `${middle(0).toFixed(1)},${floor}`,
      ...points(drawn),
      `${middle(values.length - 1).toFixed(1)},${floor}`,
    ];
    return [
      svg('polygon', { points: around.join(' '), class: `chart-area chart-fill-${index + 1}` }),
      DRAW.line(drawn),
    ];
  },
};
