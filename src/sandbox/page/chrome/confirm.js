import { el, freshId } from '../core/dom.js';
import { plain, textBlockOf } from '../text/draw.js';
import { openDialog } from './dialog.js';

/** Asks what a `confirm` object asks; resolves with the answer. @returns {Promise<boolean>} */
export function confirmed({ title, text, confirm, deny, style }) {
  return new Promise((resolve) => {
    const id = freshId('confirm');
    const answer = (yes) => {
      close();
      resolve(yes);
    };
    const dialog = el(
      'dialog',
      { class: 'modal modal-small', 'aria-labelledby': id, 'data-testid': 'confirm' },
      el('h2', { id, class: 'modal-title' }, plain(title)),
      el('div', { class: 'modal-body' }, textBlockOf(text)),
      el(
        'div',
        { class: 'modal-foot' },
        el('button', { type: 'button', class: 'button', onclick: () => answer(false) }, plain(deny)),
        el(
          'button',
          {
            type: 'button',
            class: `button ${style === 'danger' ? 'button-danger' : 'button-primary'}`,
            onclick: () => answer(true),
          },
          plain(confirm),
        ),
      ),
    );
    const close = openDialog(dialog, () => answer(false));
  });
}
