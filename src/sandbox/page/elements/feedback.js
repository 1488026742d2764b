import { el } from '../core/dom.js';
import { plain } from '../text/draw.js';
import { use } from './use.js';

export function feedback(element, block, surface) {
  const one = ({ text, accessibility_label: label, value }) =>
    el(
      'button',
      {
        type: 'button',
        class: 'button button-small',
        'aria-label': label ?? null,
        onclick: (event) => void use(event.currentTarget, { element, block, surface, choice: value }),
      },
      plain(text),
    );
  return el('span', { class: 'actions' }, one(element.positive_button), one(element.negative_button));
}
