import { avatar } from '../conversation/avatar.js';
import { el, freshId, reconcile } from '../core/dom.js';
import { on, set, state } from '../core/store.js';
import { float } from '../elements/float.js';
import { announce } from './announce.js';

const KINDS = { guest: 'Guest', external: 'External', deactivated: 'Deactivated: cannot act' };

/** “Acting as”: whose eyes and hands the page has. A list that opens with Enter or arrow down. */
export function peopleSwitch() {
  const id = freshId('people');
  const face = el('span');
  const name = el('span', { class: 'acting-name' });
  const title = el('span', { class: 'acting-title' });
  let hide = null;
  const opener = el(
    'button',
    {
      type: 'button',
      class: 'acting-as',
      'data-testid': 'acting-as',
      'aria-haspopup': 'listbox',
      'aria-expanded': 'false',
      'aria-controls': id,
      onclick: () => (hide === null ? open() : close()),
      onkeydown: openOnArrow,
    },
    face,
    el('span', { class: 'acting-text' }, el('span', { class: 'acting-label' }, 'Acting as '), name, title),
    el('span', { class: 'chevron', 'aria-hidden': 'true' }),
  );
  const list = el('div', {
    id,
    role: 'listbox',
    popover: 'manual',
    class: 'menu people',
    'aria-label': 'Act as',
    onkeydown: onKey,
  });
  const node = el('div', { class: 'acting' }, opener, list);
  node.addEventListener('focusout', (event) => {
    if (hide !== null && !node.contains(event.relatedTarget)) close(false);
  });

  function row(person) {
    const barred = person.kind === 'deactivated';
    return el(
      'button',
      {
        type: 'button',
        role: 'option',
        class: 'menu-item person',
        tabindex: -1,
        'data-testid': `person-${person.name}`,
        'aria-selected': String(person.id === state.me.id),
        'aria-disabled': barred ? 'true' : null,
        onclick: () => !barred && choose(person),
      },
      avatar(person.id, 'avatar-small'),
      el(
        'span',
        {},
        el('span', { class: 'person-name' }, person.realName),
        el('span', { class: 'quiet' }, [person.title, KINDS[person.kind]].filter(Boolean).join(' · ')),
      ),
    );
  }

  function open() {
    const people = state.workspace.people.filter((person) => person.kind !== 'bot');
    reconcile(list, people.map(row));
    hide = float(list, opener, { alignEnd: true });
    opener.setAttribute('aria-expanded', 'true');
    (list.querySelector('[aria-selected="true"]') ?? list.firstElementChild)?.focus();
  }

  function close(refocus = true) {
    hide?.();
    hide = null;
    opener.setAttribute('aria-expanded', 'false');
    if (refocus) opener.focus();
  }

  function choose(person) {
    close();
    set('me', person);
    announce(`You are now acting as ${person.realName}, ${person.title}.`);
  }

  function openOnArrow(event) {
    if (event.key !== 'ArrowDown' || hide !== null) return;
    event.preventDefault();
    open();
  }

  function onKey(event) {
    const rows = [...list.children];
    const at = rows.indexOf(document.activeElement);
    const byLetter =
      event.key.length === 1
        ? rows.findIndex(
            (one, index) =>
              index > at &&
              one.querySelector('.person-name').textContent.toLowerCase().startsWith(event.key.toLowerCase()),
          )
        : -1;
    const to =
      { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key] ??
      (byLetter < 0 ? undefined : byLetter);
    if (event.key === 'Escape') close();
    else if (to !== undefined) rows[(to + rows.length) % rows.length].focus();
    else return;
    event.preventDefault();
  }

  function show() {
    face.replaceChildren(avatar(state.me.id, 'avatar-small'));
    name.textContent = state.me.realName;
    title.textContent = state.me.title;
  }

  on('me', show);
  return node;
}
