import { el } from '../core/dom.js';
import { picture } from '../elements/picture.js';
import { plain } from '../text/draw.js';

export function image(block) {
  return el(
    'figure',
    { class: 'image' },
    block.title && el('figcaption', {}, plain(block.title)),
    picture(block, 'image-large'),
  );
}
