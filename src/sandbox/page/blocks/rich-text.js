import { el } from '../core/dom.js';
import { datePattern } from '../core/time.js';
import { emoji } from '../text/draw.js';
import { channelLink, link, mention } from '../text/reference.js';

const STYLES = [
  ['code', 'code'],
  ['strike', 's'],
  ['italic', 'em'],
  ['bold', 'strong'],
];

function leaf(item) {
  switch (item.type) {
    case 'text':
      return lines(item.text);
    case 'link':
      return link(item.url, item.text ?? item.url);
    case 'user':
      return mention(item.user_id);
    case 'channel':
      return channelLink(item.channel_id);
    case 'usergroup':
      return el('span', { class: 'mention' }, `@${item.usergroup_id}`);
    case 'broadcast':
      return el('span', { class: 'mention' }, `@${item.range}`);
    case 'emoji':
      return emoji(item.name);
    case 'date':
      return datePattern(item.timestamp, item.format) ?? item.fallback ?? '';
    case 'color':
      return el('code', {}, item.value);
    default:
      return item.text ?? '';
  }
}

function lines(text) {
  return text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [el('br'), line]));
}

function styled(item) {
  let content = leaf(item);
  for (const [style, tag] of STYLES) if (item.style?.[style] === true) content = el(tag, {}, content);
  return content;
}

function part(element) {
  const inside = (element.elements ?? []).map((item) =>
    item.type?.startsWith('rich_text') ? part(item) : styled(item),
  );
  switch (element.type) {
    case 'rich_text_list':
      return el(
        element.style === 'ordered' ? 'ol' : 'ul',
        { start: element.offset === undefined ? null : element.offset + 1, class: `indent-${element.indent ?? 0}` },
        element.elements.map((item) => el('li', {}, (item.elements ?? []).map(styled))),
      );
    case 'rich_text_quote':
      return el('blockquote', {}, inside);
    case 'rich_text_preformatted':
      return el('pre', { tabindex: 0 }, el('code', {}, inside));
    default:
      return el('div', { class: 'rich-section' }, inside);
  }
}

/** @param {any} block */
export function richText(block) {
  return el('div', { class: 'mrkdwn rich-text' }, (block.elements ?? []).map(part));
}
