const FOCUSABLE =
  'a[href], button:not([disabled]):not([tabindex="-1"]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

/** The elements inside `root` that Tab reaches, in order. @param {HTMLElement} root @returns {HTMLElement[]} */
export function focusable(root) {
  return [...root.querySelectorAll(FOCUSABLE)].filter((node) => node.checkVisibility());
}

/**
 * Opens a dialog over the page: Tab stays inside, Escape asks `dismiss`, and focus goes back to where it was when it
 * closes. Answers the function that closes it.
 * @param {HTMLDialogElement} dialog @param {() => void} dismiss
 */
export function openDialog(dialog, dismiss) {
  const before = document.activeElement;
  document.getElementById('dialogs').append(dialog);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    dismiss();
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      dismiss();
    }
    if (event.key !== 'Tab') return;
    const inside = focusable(dialog);
    const edge = event.shiftKey ? inside[0] : inside.at(-1);
    if (document.activeElement !== edge && inside.includes(document.activeElement)) return;
    event.preventDefault();
    (event.shiftKey ? inside.at(-1) : inside[0])?.focus();
  });
  dialog.showModal();
  return () => {
    dialog.close();
    dialog.remove();
    if (before?.isConnected) before.focus();
    else document.querySelector('[data-testid="composer"]')?.focus();
  };
}
