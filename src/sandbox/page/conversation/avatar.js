import { el } from '../core/dom.js';
import { isApp, nameOf, state } from '../core/store.js';

const HUES = 8;

function hueOf(id) {
  return (
    Math.max(
      0,
      state.workspace.people.findIndex((person) => person.id === id),
    ) % HUES
  );
}

/** Initials on a colour that stays with the person; the app has its seal. @param {string} id */
export function avatar(id, size = '') {
  if (isApp(id))
    return el('span', { class: `avatar avatar-app ${size}`, 'aria-hidden': 'true' }, el('span', { class: 'seal' }));
  const words = nameOf(id).split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...word][0] ?? '').join('');
  return el('span', { class: `avatar hue-${hueOf(id)} ${size}`, 'aria-hidden': 'true' }, initials.toUpperCase());
}
