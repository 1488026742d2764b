import { el } from '../core/dom.js';
import { drawElement } from '../elements/index.js';

export function actions(block, surface) {
  return el(
    'div',
    { class: 'actions' },
    block.elements.map((element) => drawElement(element, block, surface)),
  );
}
