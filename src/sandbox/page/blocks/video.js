import { el } from '../core/dom.js';
import { picture } from '../elements/picture.js';
import { plain } from '../text/draw.js';
import { link } from '../text/reference.js';

/** A video is shown by its still picture and opened where it lives. */
export function video(block) {
  const title = el('span', {}, plain(block.title));
  return el(
    'figure',
    { class: 'image' },
    el('figcaption', {}, block.title_url ? link(block.title_url, title) : title),
    picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, 'image-large'),
  );
}
