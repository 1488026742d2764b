import { el } from '../core/dom.js';
import { plain } from '../text/draw.js';

/** Message titles are headings of the third level: the channel's name is the second. */
export function header(block) {
  return el('h3', { class: 'header' }, plain(block.text));
}
