import { el } from '../core/dom.js';

const KEY = 'countersign.start-here';

const STEPS = [
  ['Ask', ['Type ', el('code', {}, '/mlops promote'), ' below and send it. Pick a model and a version.']],
  ['Read the card', ['What changes, the evidence, and whose yes is missing.']],
  ['Approve as them', ['Switch “Acting as” to a person it asks and press ', el('strong', {}, 'Approve…'), '.']],
  ['Watch the alias', ['In ', el('strong', {}, 'Registry'), ' it moves once, when everyone has said yes.']],
];

/** The card of the first visit; closed once, it stays closed until it is asked for. */
export function tour() {
  const card = el(
    'section',
    { class: 'tour', 'aria-labelledby': 'tour-title', 'data-testid': 'tour', tabindex: -1 },
    el(
      'div',
      { class: 'tour-head' },
      el('h2', { id: 'tour-title' }, 'Start here'),
      el(
        'button',
        { type: 'button', class: 'icon-button', 'aria-label': 'Close Start here', onclick: () => toggle(false) },
        '×',
      ),
    ),
    el(
      'p',
      {},
      'A rehearsal on this machine: nobody outside sees it. One promotion, start to end, takes about a minute.',
    ),
    el(
      'ol',
      {},
      STEPS.map(([title, text]) => el('li', {}, el('strong', { class: 'tour-step' }, title), el('span', {}, text))),
    ),
  );
  const opener = el(
    'button',
    {
      type: 'button',
      class: 'button button-small start-here',
      'data-testid': 'start-here',
      'aria-expanded': 'true',
      onclick: () => toggle(card.hidden),
    },
    'Start here',
  );

  function toggle(open) {
    card.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    localStorage.setItem(KEY, open ? 'open' : 'closed');
    if (open) card.focus();
    else opener.focus();
  }

  card.hidden = localStorage.getItem(KEY) === 'closed';
  opener.setAttribute('aria-expanded', String(!card.hidden));
  return { card, opener };
}
