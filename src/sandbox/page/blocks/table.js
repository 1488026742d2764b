import { el } from '../core/dom.js';
import { cell } from './cell.js';

/** The first row is the header, as in Slack. */
export function table(block) {
  const [head, ...body] = block.rows;
  const settings = block.column_settings ?? [];
  const classOf = (index) =>
    [`align-${settings[index]?.align ?? 'left'}`, settings[index]?.is_wrapped === true ? 'wrapped' : '']
      .join(' ')
      .trim();
  return el(
    'div',
    { class: 'table-frame', tabindex: 0, role: 'group', 'aria-label': 'Table' },
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          head.map((one, index) => el('th', { scope: 'col', class: classOf(index) }, cell(one))),
        ),
      ),
      el(
        'tbody',
        {},
        body.map((row) =>
          el(
            'tr',
            {},
            row.map((one, index) => el('td', { class: classOf(index) }, cell(one))),
          ),
        ),
      ),
    ),
  );
}
