import { el } from '../core/dom.js';
import { drawElement } from '../elements/index.js';

export function contextActions(block, surface) {
  return el(
    'div',
    { class: 'actions context-actions' },
    block.elements.map((element) => drawElement(element, block, surface)),
  );
}
