import { el, freshId, reconcile } from '../core/dom.js';
import { note, optionRows, token } from './combo-parts.js';
import { fieldProps } from './field.js';
import { float } from './float.js';

const TYPING_PAUSE_MS = 150;

/**
 * A text field with a list to choose from: arrows move, Enter chooses, Escape closes, typing narrows. With `several`
 * the chosen options stand before the field and Backspace takes the last one away.
 * @typedef {import('./combo-parts.js').Option} Option
 * @param {{
 *   field?: import('./field.js').Field, name: string, placeholder: string, several: boolean, most: number,
 *   leastQuery: number, chosen: Option[], load: (query: string) => Promise<{label: string | null, options: Option[]}[]>,
 *   change: (chosen: Option[], control: HTMLElement) => void,
 * }} options
 */
export function combobox({ field, name, placeholder, several, most, leastQuery, chosen: initial, load, change }) {
  const listId = freshId('options');
  let chosen = initial;
  let rows = [];
  let active = -1;
  let hide = null;
  let asked = 0;
  let typing = 0;

  const input = el('input', {
    type: 'text',
    role: 'combobox',
    class: 'combo-input',
    autocomplete: 'off',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': listId,
    ...fieldProps(field, name),
    onclick: () => void open(''),
    onfocus: () => input.select(),
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => void open(input.value), TYPING_PAUSE_MS);
    },
    onkeydown: onKey,
    onblur: () => close(),
  });
  const tokens = el('span', { class: 'tokens' });
  const list = el('div', {
    id: listId,
    role: 'listbox',
    popover: 'manual',
    class: 'menu',
    'aria-label': name,
    'aria-multiselectable': several ? 'true' : null,
  });
  const frame = el('span', { class: several ? 'combo combo-several' : 'combo' }, tokens, input, list);

  function showChosen() {
    input.placeholder = several && chosen.length > 0 ? '' : placeholder;
    if (!several) {
      input.value = chosen[0]?.text ?? '';
      return;
    }
    input.value = '';
    const remove = (option) => setChosen(chosen.filter((one) => one !== option));
    reconcile(
      tokens,
      chosen.map((option) => token(option, () => remove(option))),
    );
  }

  function setChosen(next) {
    chosen = next;
    showChosen();
    change(chosen, input);
  }

  async function open(query) {
    if (query.length < leastQuery) {
      show([note(`Type ${leastQuery === 1 ? 'a letter' : `${leastQuery} letters`} to search.`)], []);
      return;
    }
    asked += 1;
    const mine = asked;
    show(hide === null ? [note('Looking…')] : [...list.childNodes], rows);
    try {
      const groups = await load(query);
      if (mine === asked && document.activeElement === input) showGroups(groups);
    } catch (error) {
      if (mine === asked) show([note(error.message)], []);
    }
  }

  function showGroups(groups) {
    const isChosen = (option) => chosen.some((one) => one.value === option.value);
    const made = optionRows(groups, { isChosen, choose });
    show(made.rows.length === 0 ? [note('Nothing matches.')] : made.nodes, made.rows);
    move(0);
  }

  function show(nodes, made) {
    rows = made;
    reconcile(list, nodes);
    hide ??= float(list, frame, { matchWidth: true });
    input.setAttribute('aria-expanded', 'true');
  }

  function move(to) {
    rows[active]?.node.classList.remove('active');
    active = rows.length === 0 ? -1 : (to + rows.length) % rows.length;
    const node = rows[active]?.node;
    node?.classList.add('active');
    node?.scrollIntoView({ block: 'nearest' });
    if (node === undefined) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', node.id);
  }

  function choose(option) {
    const has = chosen.some((one) => one.value === option.value);
    const rest = chosen.filter((one) => one.value !== option.value);
    close();
    if (several) setChosen(has || rest.length >= most ? rest : [...rest, option]);
    else setChosen([option]);
  }

  function close() {
    clearTimeout(typing);
    asked += 1;
    hide?.();
    hide = null;
    rows = [];
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    if (!several && input.value === '' && chosen.length > 0) setChosen([]);
    else showChosen();
  }

  function onKey(event) {
    const isOpen = hide !== null;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (isOpen) move(active + (event.key === 'ArrowDown' ? 1 : -1));
      else void open('');
    } else if (event.key === 'Enter' && isOpen && rows[active] !== undefined) choose(rows[active].option);
    else if (event.key === 'Escape' && isOpen) close();
    else if (event.key === 'Backspace' && several && input.value === '' && chosen.length > 0)
      setChosen(chosen.slice(0, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  showChosen();
  return frame;
}
