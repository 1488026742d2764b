import { el } from '../core/dom.js';
import { plain } from '../text/draw.js';
import { use } from './use.js';

/** A button; one with a `url` opens it and still tells the app, as Slack does. */
export function button(element, block, surface) {
  const style = ['primary', 'danger'].includes(element.style) ? ` button-${element.style}` : '';
  const press = (event) => void use(event.currentTarget, { element, block, surface });
  const safeUrl = element.url !== undefined && /^https?:/.test(element.url);
  const props = {
    class: `button${style}`,
    'aria-label': element.accessibility_label ?? null,
    'data-action': element.action_id ?? null,
    onclick: press,
  };
  if (safeUrl)
    return el('a', { ...props, href: element.url, target: '_blank', rel: 'noopener noreferrer' }, plain(element.text));
  return el('button', { ...props, type: 'button' }, plain(element.text));
}

export function iconButton(element, block, surface) {
  return button(element, block, surface);
}
