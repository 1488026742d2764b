import { el } from '../core/dom.js';
import { textOf } from '../text/draw.js';

const LEVELS = {
  default: ['•', 'Note'],
  info: ['i', 'Information'],
  warning: ['!', 'Warning'],
  error: ['×', 'Error'],
  success: ['✓', 'Success'],
};

export function alert(block) {
  const level = Object.hasOwn(LEVELS, block.level) ? block.level : 'default';
  const [sign, word] = LEVELS[level];
  return el(
    'div',
    { class: `alert alert-${level}`, role: 'note', 'aria-label': word },
    el('span', { class: 'alert-sign', 'aria-hidden': 'true' }, sign),
    el('span', {}, textOf(block.text)),
  );
}
