import { el } from '../core/dom.js';
import { link } from './reference.js';

const INLINE =
  /(`[^`\n]+`)|(\*\*|__)(?=\S)(.+?)(?<=\S)\2|(\*|_)(?=\S)(.+?)(?<=\S)\4|~~(.+?)~~|\[([^\]]+)\]\(([^)\s]+)\)/;

/** Standard Markdown inside a line, as the `markdown` block has it. @param {string} text @returns {any[]} */
function inline(text) {
  const found = INLINE.exec(text);
  if (found === null) return [text];
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [before, styled(found), ...inline(after)];
}

function styled([, code, , strong, , italic, strike, label, url]) {
  if (code !== undefined) return el('code', {}, code.slice(1, -1));
  if (strong !== undefined) return el('strong', {}, inline(strong));
  if (italic !== undefined) return el('em', {}, inline(italic));
  if (strike !== undefined) return el('s', {}, inline(strike));
  return link(url, label);
}

const RULES = [
  { kind: 'heading', start: /^(#{1,6})\s+/ },
  { kind: 'rule', start: /^(?:-{3,}|\*{3,})\s*$/ },
  { kind: 'quote', start: /^>\s?/ },
  { kind: 'task', start: /^\s*[-*+]\s+\[[ xX]\]\s+/ },
  { kind: 'bullets', start: /^\s*[-*+]\s+/ },
  { kind: 'numbers', start: /^\s*\d+[.)]\s+/ },
  { kind: 'table', start: /^\|/ },
  { kind: 'blank', start: /^\s*$/ },
];

/** Standard Markdown: headings, lists, tasks, quotes, tables, code and paragraphs. @param {string} text */
export function markdown(text) {
  const parts = text.split(/^```[^\n]*\n([\s\S]*?)^```\s*$/m);
  return el(
    'div',
    { class: 'mrkdwn markdown' },
    parts.map((part, index) =>
      index % 2 === 1 ? el('pre', { tabindex: 0 }, el('code', {}, part.replace(/\n$/, ''))) : blocks(part),
    ),
  );
}

function blocks(text) {
  const groups = [];
  for (const line of text.split('\n')) {
    const kind = RULES.find((rule) => rule.start.test(line))?.kind ?? 'paragraph';
    if (groups.at(-1)?.kind === kind && kind !== 'heading') groups.at(-1).lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups.map(({ kind, lines }) => DRAW[kind](lines));
}

function items(lines, kind) {
  const { start } = RULES.find((rule) => rule.kind === kind);
  return lines.map((line) => el('li', {}, inline(line.replace(start, ''))));
}

const DRAW = {
  heading: ([line]) => el('p', { class: 'markdown-heading' }, inline(line.replace(/^#+\s+/, ''))),
  rule: () => el('hr'),
  quote: (lines) => el('blockquote', {}, broken(lines.map((line) => line.replace(/^>\s?/, '')))),
  task: (lines) =>
    el(
      'ul',
      { class: 'tasks' },
      lines.map((line) => {
        const done = /\[[xX]\]/.test(line);
        return el('li', {}, done ? '☑ ' : '☐ ', inline(line.replace(/^\s*[-*+]\s+\[[ xX]\]\s+/, '')));
      }),
    ),
  bullets: (lines) => el('ul', {}, items(lines, 'bullets')),
  numbers: (lines) => el('ol', {}, items(lines, 'numbers')),
  table,
  blank: () => null,
  paragraph: (lines) => el('p', {}, broken(lines)),
};

function broken(lines) {
  return lines.flatMap((line, index) => (index === 0 ? inline(line) : [el('br'), ...inline(line)]));
}

function table(lines) {
  const cells = lines.map((line) =>
    line
      .replace(/^\||\|\s*$/g, '')
      .split('|')
      .map((cell) => cell.trim()),
  );
  const body = cells.slice(1).filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
  const row = (tag, values) =>
    el(
      'tr',
      {},
      values.map((cell) => el(tag, {}, inline(cell))),
    );
  return el(
    'div',
    { class: 'table-frame', tabindex: 0, role: 'group', 'aria-label': 'Table' },
    el(
      'table',
      {},
      el('thead', {}, row('th', cells[0])),
      el(
        'tbody',
        {},
        body.map((values) => row('td', values)),
      ),
    ),
  );
}
