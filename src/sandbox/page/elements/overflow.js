import { el, freshId } from '../core/dom.js';
import { textOf } from '../text/draw.js';
import { float } from './float.js';
import { use } from './use.js';

/** The “more” menu: opens with Enter, Space or arrow down, moves with arrows, closes with Escape. */
export function overflow(element, block, surface, field) {
  const id = freshId('menu');
  let hide = null;
  const opener = el(
    'button',
    {
      type: 'button',
      class: 'button button-more',
      id: field?.id,
      'aria-label': 'More actions',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-controls': id,
      onclick: () => (hide === null ? open() : close()),
      onkeydown: (event) => {
        if (event.key !== 'ArrowDown' || hide !== null) return;
        event.preventDefault();
        open();
      },
    },
    '⋯',
  );
  const items = element.options.map((option) =>
    el(
      'button',
      { type: 'button', role: 'menuitem', tabindex: -1, class: 'menu-item', onclick: () => choose(option) },
      textOf(option.text),
      option.description && el('span', { class: 'quiet' }, textOf(option.description)),
    ),
  );
  const menu = el(
    'div',
    { id, role: 'menu', popover: 'manual', class: 'menu', 'aria-label': 'More actions', onkeydown: onKey },
    items,
  );
  const frame = el('span', { class: 'overflow' }, opener, menu);
  frame.addEventListener('focusout', (event) => {
    if (hide !== null && !frame.contains(event.relatedTarget)) close(false);
  });

  function open() {
    hide = float(menu, opener, { alignEnd: true });
    opener.setAttribute('aria-expanded', 'true');
    items[0].focus();
  }

  function close(refocus = true) {
    hide?.();
    hide = null;
    opener.setAttribute('aria-expanded', 'false');
    if (refocus) opener.focus();
  }

  function choose(option) {
    close();
    if (option.url !== undefined && /^https?:/.test(option.url)) openLink(option.url);
    void use(opener, { element, block, surface, choice: option.value });
  }

  function onKey(event) {
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') close(false);
    else if (to !== undefined) items[(to + items.length) % items.length].focus();
    if (event.key === 'Escape' || to !== undefined) {
      event.preventDefault();
      event.stopPropagation();
    }
  }
  return frame;
}

function openLink(url) {
  window.open(url, '_blank', 'noopener,noreferrer');
}
