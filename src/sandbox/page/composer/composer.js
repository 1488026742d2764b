import { announce } from '../chrome/announce.js';
import { post } from '../core/api.js';
import { el, freshId } from '../core/dom.js';
import { state } from '../core/store.js';
import { suggest } from './completions.js';
import { suggestionList } from './suggestion-list.js';

const TALLEST_PX = 160;

/**
 * Where people write: plain text, or a slash command with completion. Enter sends, Shift and Enter break the line.
 * @param {{ label: string, testId: string, place: () => { channel: string | null, threadTs: string | null } }} options
 */
export function composer({ label, testId, place }) {
  const id = freshId('composer');
  const notice = el('div', { class: 'composer-notice', hidden: true, 'data-testid': 'notice' });
  const hint = el('p', { class: 'composer-hint' });
  const list = suggestionList({ choose: complete });
  const field = el('textarea', {
    id,
    rows: 1,
    class: 'composer-field',
    'data-testid': testId,
    'aria-label': label,
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-controls': list.id,
    placeholder: label,
    oninput: changed,
    onkeydown: onKey,
    onblur: () => list.hide(),
  });
  const send = el('button', { type: 'submit', class: 'button button-primary send' }, 'Send');
  const form = el('form', { class: 'composer', onsubmit: submit }, field, send, list.node);
  const node = el('div', { class: 'composer-frame' }, notice, form, hint);

  function rename(name) {
    field.placeholder = name;
    field.setAttribute('aria-label', name);
    showHint();
  }

  function current() {
    return suggest(field.value, state.workspace.app.commands, state.registry.models);
  }

  function changed() {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, TALLEST_PX)}px`;
    notice.hidden = true;
    showHint();
    const { items } = current();
    if (items.length === 0 || field.selectionStart !== field.value.length) list.hide(field);
    else list.show(items, field);
  }

  function showHint() {
    const word = field.value.split(/\s/)[0];
    const command = state.workspace?.app.commands.find((one) => one.command === word);
    hint.replaceChildren(
      command === undefined
        ? 'Enter sends · / for commands · text and reactions never count as votes'
        : el('span', {}, el('code', {}, command.command), ` ${command.usageHint}`),
    );
  }

  function complete(item) {
    const { from } = current();
    field.value = `${field.value.slice(0, from)}${item.insert} `;
    field.focus();
    changed();
  }

  function onKey(event) {
    if (event.isComposing) return;
    if (list.isOpen()) {
      const active = list.active();
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') list.move(event.key === 'ArrowDown' ? 1 : -1, field);
      else if (event.key === 'Escape') list.hide(field);
      else if (event.key === 'Tab' && !event.shiftKey) complete(active);
      else if (event.key === 'Enter' && !event.shiftKey && (list.moved() || wantsCompletion())) complete(active);
      else return sendOnEnter(event);
      event.preventDefault();
      event.stopPropagation();
      return undefined;
    }
    return sendOnEnter(event);
  }

  /** A word begun and not yet one of those known is completed by Enter; a whole one is sent. */
  function wantsCompletion() {
    const { from, exact } = current();
    return from < field.value.length && !exact;
  }

  function sendOnEnter(event) {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    form.requestSubmit();
  }

  async function submit(event) {
    event.preventDefault();
    list.hide(field);
    const text = field.value.trim();
    if (text === '' || form.getAttribute('aria-busy') === 'true') return;
    form.setAttribute('aria-busy', 'true');
    field.value = '';
    changed();
    try {
      await act(text);
    } catch (error) {
      field.value = text;
      changed();
      show(error.message);
    } finally {
      form.removeAttribute('aria-busy');
    }
  }

  async function act(text) {
    const { channel, threadTs } = place();
    const start = { as: state.me.id, channel };
    if (!text.startsWith('/')) {
      await post('say', { ...start, text, ...(threadTs !== null && { threadTs }) });
      return;
    }
    const [command, ...rest] = text.split(/\s+/);
    const outcome = await post('command', {
      ...start,
      command,
      text: text.slice(command.length).trim() || rest.join(' '),
    });
    if (outcome?.notice) show(outcome.notice);
  }

  function show(sentence) {
    const dismiss = el(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': 'Dismiss', onclick: () => (notice.hidden = true) },
      '×',
    );
    notice.replaceChildren(el('span', {}, sentence), dismiss);
    notice.hidden = false;
    announce(sentence);
  }

  return { node, rename, field };
}
