import { el } from '../core/dom.js';

/** An image, or its description where it cannot be shown. @param {any} source @param {string} className */
export function picture(source, className) {
  const url = source.image_url ?? source.slack_file?.url ?? (source.slack_file && `/files/${source.slack_file.id}`);
  const missing = () =>
    el('span', { class: `${className} picture-missing`, role: 'img', 'aria-label': source.alt_text }, source.alt_text);
  if (url === undefined || !/^(https?:|\/)/.test(url)) return missing();
  const image = el('img', { src: url, alt: source.alt_text, class: className, loading: 'lazy' });
  image.addEventListener('error', () => image.replaceWith(missing()));
  return image;
}
