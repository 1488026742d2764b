import { el } from '../core/dom.js';

export function file(block) {
  return el('p', { class: 'quiet' }, `File ${block.external_id ?? ''}`);
}
