import { el } from '../core/dom.js';
import { on, state } from '../core/store.js';

const VIEWS = { places: 'Channels', main: 'Messages', side: 'Panel' };

/** On a phone one part is shown at a time; these buttons at the foot choose which. */
export function narrowTabs() {
  const buttons = Object.entries(VIEWS).map(([view, name]) =>
    el(
      'button',
      { type: 'button', 'data-view': view, 'data-testid': `narrow-${view}`, onclick: () => show(view) },
      name,
    ),
  );
  const node = el('div', { class: 'narrow-tabs', role: 'group', 'aria-label': 'Parts of the page' }, buttons);

  function show(view) {
    document.body.dataset.view = view;
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.view === view));
  }

  on('route', () => show(state.route.thread === null ? 'main' : 'side'));
  show('main');
  return node;
}
