import { announce } from '../chrome/announce.js';
import { confirmed } from '../chrome/confirm.js';
import { el } from '../core/dom.js';

/**
 * Uses an element of a surface: asks for confirmation where it wants one, shows that the app is working, and puts a
 * warning mark beside the element when the app failed. Answers whether the app was asked and answered well.
 * @param {HTMLElement} control
 * @param {{ element: any, block: any, surface: import('../core/surface.js').Surface, choice?: any }} use
 */
export async function use(control, { element, block, surface, choice }) {
  if (control.getAttribute('aria-busy') === 'true') return false;
  if (element.confirm !== undefined && !(await confirmed(element.confirm))) return false;
  control.setAttribute('aria-busy', 'true');
  clearMark(control);
  try {
    const outcome = await surface.press(block, element, choice);
    if (outcome.notice !== null) mark(control, outcome.notice);
    return outcome.notice === null;
  } catch (error) {
    mark(control, error.message);
    return false;
  } finally {
    control.removeAttribute('aria-busy');
  }
}

function clearMark(control) {
  if (control.nextElementSibling?.classList.contains('failed')) control.nextElementSibling.remove();
}

function mark(control, sentence) {
  control.after(
    el('span', { class: 'failed', 'data-testid': 'failed' }, el('span', { 'aria-hidden': 'true' }, '⚠ '), sentence),
  );
  announce(sentence);
}
