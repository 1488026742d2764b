import { drawBlocks } from '../blocks/index.js';
import { get } from '../core/api.js';
import { el } from '../core/dom.js';
import { coalesced } from '../core/live.js';
import { on, state } from '../core/store.js';
import { Surface } from '../core/surface.js';

/** The app's Home tab, as published for the person acting. */
export function homePane() {
  const title = el('h2', { class: 'pane-title', id: 'home-title' });
  const body = el('div', { class: 'home', 'data-testid': 'home' });
  const node = el(
    'section',
    { class: 'pane', 'aria-labelledby': 'home-title', hidden: true },
    el(
      'header',
      { class: 'pane-head' },
      title,
      el('p', { class: 'topic' }, 'Home tab: what this person sees of the app'),
    ),
    el('div', { class: 'home-scroll', tabindex: 0, role: 'group', 'aria-label': 'Home tab' }, body),
  );
  let surface = null;
  let drawn = '';

  function show(view) {
    const key = JSON.stringify([state.me.id, view]);
    if (key === drawn) return;
    drawn = key;
    if (view === null) {
      body.replaceChildren(
        el(
          'p',
          { class: 'empty' },
          `${state.workspace.app.name} has not published a Home tab for ${state.me.realName} yet.`,
        ),
      );
      return;
    }
    if (surface === null || surface.person !== state.me.id)
      surface = new Surface('home', { home: true, viewId: view.id });
    surface.person = state.me.id;
    surface.place = { home: true, viewId: view.id };
    surface.redraw();
    body.replaceChildren(...drawBlocks(view.blocks ?? [], surface));
  }

  async function read(query) {
    const person = state.me.id;
    const answer = await get('home', { as: person, ...query });
    if (person === state.me.id && state.route.kind === 'home') show(answer?.view ?? null);
  }

  /** Reads without opening: opening makes the app publish, which would be told as a change again. */
  const peek = coalesced(() => read({ peek: 1 }));

  function follow() {
    const here = state.route.kind === 'home';
    node.hidden = !here;
    if (!here) return;
    title.textContent = state.workspace.app.name;
    document.title = `${state.workspace.app.name} · ${state.workspace.team.name}`;
    void read({}).catch((error) => body.replaceChildren(el('p', { class: 'empty' }, error.message)));
  }

  on('route', follow);
  on('me', follow);
  return { node, load: () => state.route.kind === 'home' && peek() };
}
