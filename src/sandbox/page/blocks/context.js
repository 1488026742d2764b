import { el } from '../core/dom.js';
import { picture } from '../elements/picture.js';
import { textOf } from '../text/draw.js';

export function context(block) {
  return el(
    'div',
    { class: 'context' },
    block.elements.map((item) =>
      item.type === 'image' ? picture(item, 'context-image') : el('span', { class: 'context-text' }, textOf(item)),
    ),
  );
}
