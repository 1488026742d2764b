import { el } from '../core/dom.js';
import { emojiOf } from './emoji.js';
import { parseInline, parseMrkdwn } from './mrkdwn.js';
import { reference } from './reference.js';

function drawInline(nodes) {
  return nodes.map((node) => {
    if (node.text !== undefined) return node.text;
    if (node.code !== undefined) return el('code', {}, node.code);
    if (node.bold !== undefined) return el('strong', {}, drawInline(node.bold));
    if (node.italic !== undefined) return el('em', {}, drawInline(node.italic));
    if (node.strike !== undefined) return el('s', {}, drawInline(node.strike));
    if (node.emoji !== undefined) return emoji(node.emoji);
    if (node.reference !== undefined) return reference(node.reference);
    return el('br');
  });
}

/** @param {string} name */
export function emoji(name) {
  const drawn = emojiOf(name);
  return drawn === null
    ? `:${name}:`
    : el('span', { class: 'emoji', role: 'img', 'aria-label': name.replaceAll('_', ' ') }, drawn);
}

/** mrkdwn with its blocks: paragraphs, quotes, lists, code. @param {string} text */
export function mrkdwn(text) {
  return el(
    'div',
    { class: 'mrkdwn' },
    parseMrkdwn(text).map((block) => {
      if (block.preformatted !== undefined) return el('pre', { tabindex: 0 }, el('code', {}, block.preformatted));
      if (block.quote !== undefined) return el('blockquote', {}, drawInline(block.quote));
      if (block.list !== undefined)
        return el(
          'ul',
          {},
          block.list.map((item) => el('li', {}, drawInline(item))),
        );
      return el('p', {}, drawInline(block.paragraph));
    }),
  );
}

/** One run of mrkdwn without blocks. @param {string} text */
export function mrkdwnInline(text) {
  return el('span', {}, drawInline(parseInline(text)));
}

/** Plain text, with emoji shortcodes drawn unless the text object says `emoji: false`. */
export function plain(textObject) {
  const text = textObject?.text ?? '';
  if (textObject?.emoji === false) return el('span', {}, text);
  const parts = text.split(/(:[a-z0-9_+'-]+:)/);
  return el(
    'span',
    {},
    parts.map((part, index) => (index % 2 === 1 ? emoji(part.slice(1, -1)) : part)),
  );
}

/** A text object of either kind as inline content. @param {any} textObject */
export function textOf(textObject) {
  return textObject?.type === 'mrkdwn' ? mrkdwnInline(textObject.text) : plain(textObject);
}

/** A text object of either kind as a block of its own. @param {any} textObject */
export function textBlockOf(textObject) {
  return textObject?.type === 'mrkdwn' ? mrkdwn(textObject.text) : el('p', { class: 'plain' }, plain(textObject));
}
