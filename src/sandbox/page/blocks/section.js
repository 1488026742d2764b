import { el } from '../core/dom.js';
import { drawElement } from '../elements/index.js';
import { textBlockOf } from '../text/draw.js';

export function section(block, surface) {
  const fields = block.fields ?? [];
  return el(
    'div',
    { class: 'section' },
    el(
      'div',
      { class: 'section-text' },
      block.text && textBlockOf(block.text),
      fields.length > 0 &&
        el(
          'div',
          { class: 'fields' },
          fields.map((field) => el('div', { class: 'field' }, textBlockOf(field))),
        ),
    ),
    block.accessory && el('div', { class: 'accessory' }, drawElement(block.accessory, block, surface)),
  );
}
