import { el } from '../core/dom.js';
import { drawElement } from '../elements/index.js';
import { picture } from '../elements/picture.js';
import { textBlockOf, textOf } from '../text/draw.js';

export function card(block, surface) {
  const { hero_image: hero, icon, title, subtitle, body, subtext, actions } = block;
  return el(
    'div',
    { class: 'card' },
    hero && picture(hero, 'card-hero'),
    (icon || title || subtitle) &&
      el(
        'div',
        { class: 'card-head' },
        icon && picture(icon, 'card-icon'),
        el(
          'div',
          {},
          title && el('div', { class: 'card-title' }, textOf(title)),
          subtitle && el('div', { class: 'quiet' }, textOf(subtitle)),
        ),
      ),
    body && el('div', { class: 'card-body' }, textBlockOf(body)),
    subtext && el('div', { class: 'quiet small' }, textOf(subtext)),
    actions?.length > 0 &&
      el(
        'div',
        { class: 'actions' },
        actions.map((element) => drawElement(element, block, surface)),
      ),
  );
}

export function carousel(block, surface) {
  return el(
    'div',
    { class: 'carousel', role: 'group', 'aria-label': `${block.elements.length} cards`, tabindex: 0 },
    block.elements.map((item) => card({ ...item, block_id: item.block_id ?? block.block_id }, surface)),
  );
}
