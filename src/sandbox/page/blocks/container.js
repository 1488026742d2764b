import { el } from '../core/dom.js';
import { picture } from '../elements/picture.js';
import { plain, textOf } from '../text/draw.js';
import { richText } from './rich-text.js';

export function container(block, surface, drawBlocks) {
  const title = [
    block.icon && picture(block.icon, 'card-icon'),
    el(
      'div',
      {},
      block.title
        ? el('div', { class: 'card-title' }, plain(block.title))
        : block.rich_text_title && richText(block.rich_text_title),
      block.subtitle && el('div', { class: 'quiet' }, textOf(block.subtitle)),
    ),
  ];
  const inside = el('div', { class: 'container-body' }, drawBlocks(block.child_blocks ?? [], surface));
  if (block.is_collapsible !== true)
    return el('div', { class: 'container' }, el('div', { class: 'card-head' }, title), inside);
  return el(
    'details',
    { class: 'container', open: block.default_collapsed !== true },
    el('summary', { class: 'card-head' }, title),
    inside,
  );
}
