import { drawBlocks } from '../blocks/index.js';
import { get, modalIn, post } from '../core/api.js';
import { el } from '../core/dom.js';
import { coalesced } from '../core/live.js';
import { on, state } from '../core/store.js';
import { Surface } from '../core/surface.js';
import { plain } from '../text/draw.js';
import { announce } from './announce.js';
import { focusable, openDialog } from './dialog.js';

/** Shows the top of the acting person's modal stack, for as long as there is one. */
export function modalHost() {
  const title = el('h2', { class: 'modal-title', id: 'modal-title' });
  const body = el('div', { class: 'modal-body' });
  const notice = el('div', { class: 'modal-notice', role: 'alert', 'data-testid': 'modal-notice' });
  const foot = el('div', { class: 'modal-foot' });
  const form = el('form', { class: 'modal-form', novalidate: true, onsubmit: submit }, notice, body, foot);
  const cross = el(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => void close(true) },
    '×',
  );
  const dialog = el(
    'dialog',
    { class: 'modal', 'aria-labelledby': 'modal-title', 'data-testid': 'modal' },
    el('header', { class: 'modal-head' }, title, cross),
    form,
  );
  const surfaces = new Map();
  let current = null;
  let hide = null;
  let submitted = false;

  const load = coalesced(async () => {
    const person = state.me.id;
    const modal = modalIn(await get('modal', { as: person }));
    if (person === state.me.id) show(modal);
  });

  function show(modal) {
    if (modal === null) {
      hide?.();
      hide = null;
      current = null;
      surfaces.clear();
      return;
    }
    const isNew = current?.viewId !== modal.viewId;
    const answersSubmit = submitted;
    submitted = false;
    if (isNew || JSON.stringify(current) !== JSON.stringify(modal)) draw(modal, isNew);
    else if (!answersSubmit) return;
    current = modal;
    hide ??= openDialog(dialog, () => void close(false));
    if (isNew) firstField()?.focus();
    else focusFirstError(modal);
  }

  function draw({ viewId, view, errors, notice: sentence, depth }, isNew) {
    if (!surfaces.has(viewId)) surfaces.set(viewId, new Surface('modal', { viewId }));
    const surface = surfaces.get(viewId);
    surface.errors = errors;
    surface.redraw();
    const focused = isNew ? null : focusable(dialog).indexOf(document.activeElement);
    title.replaceChildren(plain(view.title));
    body.replaceChildren(...drawBlocks(view.blocks ?? [], surface));
    notice.textContent = sentence ?? '';
    foot.replaceChildren(
      el(
        'button',
        { type: 'button', class: 'button', 'data-testid': 'modal-close', onclick: () => void close(false) },
        view.close ? plain(view.close) : depth > 1 ? 'Back' : view.submit ? 'Cancel' : 'Close',
      ),
      view.submit
        ? el(
            'button',
            { type: 'submit', class: 'button button-primary', 'data-testid': 'modal-submit' },
            plain(view.submit),
          )
        : '',
    );
    if (focused !== null && focused >= 0) focusable(dialog)[focused]?.focus();
  }

  function firstField() {
    return (
      body.querySelector('[autofocus]') ??
      focusable(body).find((node) => /INPUT|TEXTAREA/.test(node.tagName)) ??
      focusable(foot).at(-1)
    );
  }

  function focusFirstError({ errors }) {
    const [first] = Object.keys(errors);
    if (first === undefined) return;
    const wrong = body.querySelector('.input-wrong');
    wrong?.querySelector('input, textarea, button')?.focus();
    announce(Object.values(errors).join(' '));
  }

  async function submit(event) {
    event.preventDefault();
    submitted = true;
    await acting((as, viewId) => post('submit', { as, viewId, values: surfaces.get(viewId).values() }));
  }

  async function close(all) {
    await acting((as, viewId) => post('close', { as, viewId, ...(all && { all }) }));
  }

  async function acting(act) {
    if (current === null || form.getAttribute('aria-busy') === 'true') return;
    form.setAttribute('aria-busy', 'true');
    notice.textContent = '';
    try {
      const outcome = await act(state.me.id, current.viewId);
      if (outcome?.notice) notice.textContent = outcome.notice;
    } catch (error) {
      notice.textContent = error.message;
    } finally {
      form.removeAttribute('aria-busy');
      load();
    }
  }

  on('me', () => {
    show(null);
    load();
  });
  return { load };
}
