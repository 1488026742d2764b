import { el, reconcile } from '../core/dom.js';
import { cell, sortKey } from './cell.js';

const PAGE_SIZE = 5;

/** A table that sorts by a click on a column and shows a page at a time. */
export function dataTable(block) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? PAGE_SIZE;
  const order = { column: -1, down: false };
  let page = 0;

  const body = el('tbody');
  const status = el('span', { class: 'quiet small', 'aria-live': 'polite' });
  const back = el('button', { type: 'button', class: 'button button-small', onclick: () => turn(-1) }, 'Previous');
  const forth = el('button', { type: 'button', class: 'button button-small', onclick: () => turn(1) }, 'Next');
  const columns = head.map((one, index) => {
    const button = el(
      'button',
      { type: 'button', class: 'sort', onclick: () => sort(index) },
      cell(one),
      el('span', { class: 'sort-sign', 'aria-hidden': 'true' }, '↕'),
    );
    return el('th', { scope: 'col', 'aria-sort': 'none' }, button);
  });

  function sort(column) {
    order.down = order.column === column && !order.down;
    order.column = column;
    page = 0;
    show();
  }

  function turn(by) {
    page += by;
    show();
  }

  function show() {
    const sorted =
      order.column < 0
        ? rows
        : [...rows].sort((a, b) => compare(a[order.column], b[order.column]) * (order.down ? -1 : 1));
    const shown = sorted.slice(page * size, (page + 1) * size);
    reconcile(
      body,
      shown.map((row) =>
        el(
          'tr',
          {},
          row.map((one, index) => tableCell(one, index === block.row_header_column_index)),
        ),
      ),
    );
    columns.forEach((column, index) => {
      const active = index === order.column;
      column.setAttribute('aria-sort', active ? (order.down ? 'descending' : 'ascending') : 'none');
      column.querySelector('.sort-sign').textContent = active ? (order.down ? '↓' : '↑') : '↕';
    });
    status.textContent = `${page * size + 1}–${page * size + shown.length} of ${rows.length}`;
    back.disabled = page === 0;
    forth.disabled = (page + 1) * size >= rows.length;
  }

  show();
  return el(
    'figure',
    { class: 'data-table' },
    el('figcaption', {}, block.caption),
    el(
      'div',
      { class: 'table-frame', tabindex: 0, role: 'group', 'aria-label': block.caption },
      el('table', {}, el('thead', {}, el('tr', {}, columns)), body),
    ),
    rows.length > size && el('div', { class: 'pager' }, back, forth, status),
  );
}

function tableCell(content, isHeader) {
  const numeric = typeof sortKey(content) === 'number';
  return el(
    isHeader ? 'th' : 'td',
    { scope: isHeader ? 'row' : null, class: numeric ? 'align-right' : null },
    cell(content),
  );
}

function compare(a, b) {
  const [left, right] = [sortKey(a), sortKey(b)];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left).localeCompare(String(right), 'en', { numeric: true });
}
