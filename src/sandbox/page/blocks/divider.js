import { el } from '../core/dom.js';

export function divider() {
  return el('hr', { class: 'divider' });
}
