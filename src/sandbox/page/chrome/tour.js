import { el } from '../core/dom.js';
import { coalesced } from '../core/live.js';
import { state } from '../core/store.js';
import { announce } from './announce.js';
import { doStep, goThere, isDone } from './tour-acts.js';

const KEY = 'countersign.start-here';

/** The card of the first visit, a step at a time; closed once, it stays closed until it is asked for. */
export function tour() {
  const chapters = state.workspace.tour;
  const steps = chapters.flatMap(({ title, steps: own }, chapter) =>
    own.map((step) => ({ ...step, chapter, of: title })),
  );
  const done = new Set();
  let at = 0;
  let busy = false;

  const tabs = el('ol', { class: 'tour-chapters', 'aria-label': 'Parts of the tour' });
  const title = el('h3', { class: 'tour-step', tabindex: -1 });
  const text = el('p');
  const said = el('p', { class: 'tour-said', role: 'status' });
  const act = el('button', {
    type: 'button',
    class: 'button button-primary',
    'data-testid': 'tour-do',
    onclick: () => (done.has(at) ? goThere(steps[at]) : void perform()),
  });
  const go = el('button', { type: 'button', class: 'button', onclick: () => goThere(steps[at]) }, 'I do it myself');
  const back = el('button', { type: 'button', class: 'button', onclick: () => move(at - 1) }, 'Back');
  const next = el('button', {
    type: 'button',
    class: 'button',
    'data-testid': 'tour-next',
    onclick: () => move(at + 1),
  });
  const card = el(
    'section',
    { class: 'tour', 'aria-labelledby': 'tour-title', 'data-testid': 'tour', tabindex: -1 },
    el(
      'div',
      { class: 'tour-head' },
      el('h2', { id: 'tour-title' }, 'Start here'),
      tabs,
      el(
        'button',
        { type: 'button', class: 'icon-button', 'aria-label': 'Close Start here', onclick: () => toggle(false) },
        '×',
      ),
    ),
    title,
    text,
    said,
    el('div', { class: 'tour-foot' }, act, go, back, next),
  );
  const opener = el(
    'button',
    {
      type: 'button',
      class: 'button button-small start-here',
      'data-testid': 'start-here',
      'aria-expanded': 'true',
      hidden: steps.length === 0,
      onclick: () => toggle(card.hidden),
    },
    'Start here',
  );

  function show() {
    const step = steps[at];
    if (step === undefined) return;
    const isDoneNow = done.has(at) && !busy;
    tabs.replaceChildren(...chapters.map((chapter, index) => tab(chapter, index, step.chapter)));
    title.textContent = `${at + 1} of ${steps.length} · ${step.title}`;
    text.replaceChildren(...coded(step.text));
    said.textContent = isDoneNow
      ? at === steps.length - 1
        ? '✓ Done. That was the tour; everything here is yours to try.'
        : '✓ Done.'
      : '';
    act.textContent = busy ? 'One moment…' : isDoneNow ? 'Go there' : `Show me as ${step.as}`;
    act.disabled = busy;
    act.classList.toggle('button-primary', !isDoneNow);
    go.disabled = busy;
    go.hidden = isDoneNow;
    back.disabled = busy || at === 0;
    next.hidden = at === steps.length - 1;
    next.textContent = isDoneNow ? 'Next' : 'Skip';
    next.classList.toggle('button-primary', isDoneNow);
    next.disabled = busy;
  }

  function tab(chapter, index, current) {
    const first = steps.findIndex((step) => step.chapter === index);
    const isDoneAll = chapter.steps.every((_, step) => done.has(first + step));
    return el(
      'li',
      {},
      el(
        'button',
        {
          type: 'button',
          class: 'tour-chapter',
          'aria-current': index === current ? 'step' : null,
          disabled: busy,
          onclick: () => move(first),
        },
        `${isDoneAll ? '✓ ' : ''}${chapter.title}`,
      ),
    );
  }

  function move(to) {
    at = Math.min(Math.max(to, 0), steps.length - 1);
    show();
    title.focus();
    look();
  }

  async function perform() {
    busy = true;
    show();
    const trouble = await doStep(steps[at]).then(
      () => '',
      (error) => error.message,
    );
    busy = false;
    show();
    if (trouble !== '') say(trouble);
    look();
  }

  function say(sentence) {
    said.textContent = sentence;
    announce(sentence);
  }

  /** Whoever does a step, the tour sees it. */
  const look = coalesced(async () => {
    const step = at;
    if (card.hidden || done.has(step) || steps[step] === undefined || !(await isDone(steps[step]))) return;
    done.add(step);
    show();
    if (step === at && !busy) (next.hidden ? title : next).focus();
    announce(`Done: ${steps[step].title}.`);
  });

  function toggle(open) {
    card.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    localStorage.setItem(KEY, open ? 'open' : 'closed');
    if (open) {
      card.focus();
      look();
    } else opener.focus();
  }

  card.hidden = steps.length === 0 || localStorage.getItem(KEY) === 'closed';
  opener.setAttribute('aria-expanded', String(!card.hidden));
  show();
  return { card, opener, look };
}

/** Text with what stands between backticks as code. */
function coded(text) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? el('code', {}, part) : el('span', {}, part)));
}
