import { axisChart } from '../charts/axis-chart.js';
import { pie } from '../charts/pie.js';
import { el, freshId } from '../core/dom.js';

/** A chart, its legend and the same numbers as a table. */
export function dataVisualization(block) {
  const { chart, title } = block;
  const id = freshId('chart');
  const isPie = chart.type === 'pie';
  const names = isPie ? chart.segments.map((segment) => segment.label) : chart.series.map((one) => one.name);
  return el(
    'figure',
    { class: 'chart', 'aria-labelledby': id },
    el('figcaption', { id }, title),
    el(
      'div',
      { class: isPie ? 'chart-body chart-pie' : 'chart-body' },
      isPie ? pie(chart, title) : axisChart(chart, title),
      names.length > 1 && legend(names),
    ),
    el(
      'details',
      { class: 'chart-numbers' },
      el('summary', {}, 'Numbers'),
      isPie ? pieNumbers(chart) : axisNumbers(chart),
    ),
  );
}

function legend(names) {
  return el(
    'ul',
    { class: 'legend' },
    names.map((name, index) =>
      el('li', {}, el('span', { class: `swatch chart-fill-${index + 1}`, 'aria-hidden': 'true' }), name),
    ),
  );
}

function numbers(head, rows) {
  return el(
    'div',
    { class: 'table-frame', tabindex: 0, role: 'group', 'aria-label': 'Numbers of the chart' },
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          head.map((cell) => el('th', { scope: 'col' }, cell)),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map(([name, ...cells]) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, name),
            cells.map((cell) => el('td', { class: 'align-right' }, cell)),
          ),
        ),
      ),
    ),
  );
}

function pieNumbers({ segments }) {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0);
  return numbers(
    ['', 'Value', 'Share'],
    segments.map(({ label, value }) => [
      label,
      value.toLocaleString('en-GB'),
      `${((value / total) * 100).toFixed(1)} %`,
    ]),
  );
}

function axisNumbers({ series, axis_config: axis }) {
  const head = [axis?.x_label ?? '', ...series.map((one) => one.name)];
  const rows = axis.categories.map((category) => [
    category,
    ...series.map((one) => one.data.find((point) => point.label === category)?.value.toLocaleString('en-GB') ?? '–'),
  ]);
  return numbers(head, rows);
}
