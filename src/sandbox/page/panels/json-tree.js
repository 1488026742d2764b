import { el } from '../core/dom.js';

const OPEN_LEVELS = 2;
const LONG = 400;

/** JSON as a tree that opens and closes. @param {unknown} value */
export function jsonTree(value) {
  return el(
    'div',
    { class: 'json', tabindex: 0, role: 'group', 'aria-label': 'JSON' },
    branch(null, unfolded(value), 0),
  );
}

/** Slack's form fields carry JSON as text; it is shown as what it is. */
function unfolded(value) {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function branch(name, raw, level) {
  const value = level === 0 ? raw : unfolded(raw);
  const label = name === null ? null : el('span', { class: 'json-key' }, `${name}: `);
  if (value === null || typeof value !== 'object') return el('div', {}, label, leaf(value));
  const entries = Object.entries(value);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return el('div', {}, label, `${open}${close}`);
  return el(
    'details',
    { open: level < OPEN_LEVELS },
    el('summary', {}, label, el('span', { class: 'quiet' }, `${open} ${entries.length} ${close}`)),
    el(
      'div',
      { class: 'json-inside' },
      entries.map(([key, item]) => branch(key, item, level + 1)),
    ),
  );
}

function leaf(value) {
  const text = value === undefined ? 'none' : JSON.stringify(value);
  return el(
    'span',
    { class: `json-${value === null ? 'null' : typeof value}` },
    text.length > LONG ? `${text.slice(0, LONG)}…` : text,
  );
}
