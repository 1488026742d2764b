import { get, listIn } from '../core/api.js';
import { el } from '../core/dom.js';
import { coalesced } from '../core/live.js';
import { timeWithSeconds } from '../core/time.js';
import { jsonTree } from './json-tree.js';

const KEPT = 500;
const DIRECTIONS = {
  'to-app': ['Slack → app', 'in'],
  'from-app': ['App → Slack', 'out'],
  'to-registry': ['App → registry', 'registry'],
};

/** The inspector: every exchange, the newest first. */
export function requestsPanel() {
  const list = el('ol', { class: 'exchanges', reversed: true });
  const empty = el(
    'p',
    { class: 'empty' },
    'No requests yet. Type a command or press a button and each one shows up here.',
  );
  const search = el('input', {
    type: 'search',
    class: 'text-input',
    placeholder: 'Filter by title',
    'aria-label': 'Filter requests',
    oninput: filter,
  });
  const node = el('div', {}, search, empty, list);
  let last = 0;

  const load = coalesced(async () => {
    const fresh = listIn(await get('requests', { after: last }), 'requests');
    if (fresh.length === 0) return;
    last = Math.max(last, ...fresh.map((exchange) => exchange.number));
    list.prepend(...fresh.map(row).toReversed());
    while (list.children.length > KEPT) list.lastElementChild.remove();
    empty.hidden = true;
    filter();
  });

  function filter() {
    const wanted = search.value.trim().toLowerCase();
    for (const item of list.children) item.hidden = !item.dataset.title.includes(wanted);
  }

  return { node, load };
}

function row(exchange) {
  const { number, at, direction, title, status, ms } = exchange;
  const [from, kind] = DIRECTIONS[direction] ?? [direction, 'out'];
  const bad = status === null || status >= 400;
  const details = el(
    'details',
    {},
    el(
      'summary',
      {},
      el('span', { class: `direction direction-${kind}` }, from),
      el('span', { class: 'exchange-title' }, title),
      el('span', { class: bad ? 'status status-bad' : 'status' }, status ?? 'no answer'),
      el('span', { class: 'quiet ms' }, ms === null ? '–' : `${Math.round(ms)} ms`),
    ),
  );
  details.addEventListener(
    'toggle',
    () => details.open && details.children.length === 1 && details.append(inside(exchange)),
    { passive: true },
  );
  return el(
    'li',
    { value: number, 'data-title': `${from} ${title}`.toLowerCase(), title: timeWithSeconds(new Date(at)) },
    details,
  );
}

function inside({ at, request, response }) {
  return el(
    'div',
    { class: 'exchange-inside' },
    el('p', { class: 'quiet small' }, timeWithSeconds(new Date(at))),
    el('h4', {}, 'Request'),
    jsonTree(request),
    el('h4', {}, 'Answer'),
    jsonTree(response),
  );
}
