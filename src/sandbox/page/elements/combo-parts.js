import { el, freshId } from '../core/dom.js';

/** @typedef {{ value: string, text: string, description?: string }} Option */

/** A line in the list that says something instead of offering it. @param {string} sentence */
export function note(sentence) {
  return el('div', { class: 'menu-note' }, sentence);
}

/** A chosen option with the button that takes it away. @param {Option} option @param {() => void} remove */
export function token(option, remove) {
  const cross = el('button', { type: 'button', 'aria-label': `Remove ${option.text}`, onclick: remove }, '×');
  return el('span', { class: 'token' }, option.text, cross);
}

/**
 * Grouped options as nodes for the list, and the rows that arrows move between.
 * @param {{label: string | null, options: Option[]}[]} groups
 * @param {{ isChosen: (option: Option) => boolean, choose: (option: Option) => void }} acts
 */
export function optionRows(groups, acts) {
  const rows = [];
  const nodes = groups.flatMap((group) => {
    const options = group.options.map((option) => {
      const node = optionNode(option, acts);
      rows.push({ option, node });
      return node;
    });
    if (group.label === null) return options;
    const title = el('div', { class: 'menu-group', 'aria-hidden': 'true' }, group.label);
    return [el('div', { role: 'group', 'aria-label': group.label }, title, options)];
  });
  return { nodes, rows };
}

function optionNode(option, { isChosen, choose }) {
  return el(
    'div',
    {
      id: freshId('option'),
      role: 'option',
      class: 'menu-item',
      'aria-selected': String(isChosen(option)),
      // The text field keeps the focus while the mouse chooses.
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => choose(option),
    },
    el('span', {}, option.text),
    option.description && el('span', { class: 'quiet' }, option.description),
  );
}
