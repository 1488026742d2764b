/**
 * Slack's mrkdwn as a tree. Inline nodes: `{text}`, `{code}`, `{bold|italic|strike: inline[]}`, `{emoji}`,
 * `{reference}` (what stood between `<` and `>`), `{lineBreak: true}`. Blocks: `{paragraph}`, `{quote}`,
 * `{list: inline[][]}`, `{preformatted}`.
 */

const MARKERS = { '*': 'bold', _: 'italic', '~': 'strike' };
const WORD = /[\p{L}\p{N}]/u;

/** @param {string} text */
export function unescapeEntities(text) {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>' })[name]);
}

/** @param {string} text one or more lines without code blocks, quotes or lists @returns {any[]} */
export function parseInline(text) {
  const nodes = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') nodes.push({ text: unescapeEntities(plain) });
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    const found = reading(text, at);
    if (found === null) {
      plain += text[at];
      at += 1;
      continue;
    }
    flush();
    nodes.push(found.node);
    at = found.end;
  }
  flush();
  return nodes;
}

function reading(text, at) {
  const char = text[at];
  if (char === '\n') return { node: { lineBreak: true }, end: at + 1 };
  if (char === '`') return enclosed(text, at, (inside) => ({ code: unescapeEntities(inside) }));
  if (char === '<') return referenceAt(text, at);
  if (char === ':') return emojiAt(text, at);
  if (Object.hasOwn(MARKERS, char)) {
    return enclosed(text, at, (inside) => ({ [MARKERS[char]]: parseInline(inside) }));
  }
  return null;
}

/** A marker opens after a non-word character and closes before one, on the same line, around no outer spaces. */
function enclosed(text, at, nodeOf) {
  const marker = text[at];
  if (at > 0 && WORD.test(text[at - 1])) return null;
  if (text[at + 1] === undefined || /\s/.test(text[at + 1]) || text[at + 1] === marker) return null;
  for (let end = at + 2; end < text.length && text[end] !== '\n'; end += 1) {
    if (text[end] !== marker || /\s/.test(text[end - 1])) continue;
    const next = text[end + 1];
    if (next !== undefined && WORD.test(next)) continue;
    return { node: nodeOf(text.slice(at + 1, end)), end: end + 1 };
  }
  return null;
}

function referenceAt(text, at) {
  const end = text.indexOf('>', at);
  const inside = end < 0 ? '' : text.slice(at + 1, end);
  if (!/^(@[UWB]|#[CG]|!|https?:|mailto:|slack:)/.test(inside) || inside.includes('<')) return null;
  return { node: { reference: unescapeEntities(inside) }, end: end + 1 };
}

function emojiAt(text, at) {
  const found = /^:([a-z0-9_+'-]+):/.exec(text.slice(at, at + 80));
  return found === null ? null : { node: { emoji: found[1] }, end: at + found[0].length };
}

/** @param {string} text @returns {any[]} */
export function parseMrkdwn(text) {
  const parts = text.split(/```([\s\S]+?)```/);
  return parts.flatMap((part, index) => {
    if (index % 2 === 1) return [{ preformatted: unescapeEntities(part.replace(/^\n|\n$/g, '')) }];
    const after = index === 0 ? part : part.replace(/^\n/, '');
    const trimmed = index === parts.length - 1 ? after : after.replace(/\n$/, '');
    return trimmed === '' ? [] : blocksOf(trimmed.split('\n'));
  });
}

const KINDS = [
  { kind: 'quote', start: /^(?:&gt;|>) ?/ },
  { kind: 'list', start: /^ {0,4}[•◦▪-] +/ },
];

function blocksOf(lines) {
  const groups = [];
  for (const line of lines) {
    const match = KINDS.find((one) => one.start.test(line));
    const kind = match?.kind ?? 'paragraph';
    const content = match === undefined ? line : line.replace(match.start, '');
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(content);
    else groups.push({ kind, lines: [content] });
  }
  return groups.map(({ kind, lines: inside }) =>
    kind === 'list' ? { list: inside.map(parseInline) } : { [kind]: parseInline(inside.join('\n')) },
  );
}
