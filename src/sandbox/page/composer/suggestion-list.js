import { el, freshId, reconcile } from '../core/dom.js';
import { float } from '../elements/float.js';

/** The list of completions at a text field; the field keeps the focus. @param {{ choose: (item: any) => void }} options */
export function suggestionList({ choose }) {
  const id = freshId('suggestions');
  const node = el('div', {
    id,
    role: 'listbox',
    popover: 'manual',
    class: 'menu suggestions',
    'aria-label': 'Completions',
    'data-testid': 'completions',
  });
  let rows = [];
  let at = 0;
  let hasMoved = false;
  let close = null;

  function show(items, field) {
    hasMoved = false;
    rows = items.map((item) => ({
      item,
      node: el(
        'div',
        {
          id: freshId('suggestion'),
          role: 'option',
          class: 'menu-item',
          'aria-selected': 'false',
          onpointerdown: (event) => event.preventDefault(),
          onclick: () => choose(item),
        },
        el('code', {}, item.title),
        item.detail !== '' && el('span', { class: 'quiet' }, item.detail),
      ),
    }));
    reconcile(
      node,
      rows.map((row) => row.node),
    );
    close?.();
    close = float(node, field.form);
    at = 0;
    mark(field);
  }

  function mark(field) {
    rows.forEach((row, index) => {
      row.node.classList.toggle('active', index === at);
      row.node.setAttribute('aria-selected', String(index === at));
    });
    rows[at].node.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', rows[at].node.id);
  }

  return {
    node,
    id,
    show,
    isOpen: () => close !== null,
    moved: () => hasMoved,
    active: () => rows[at].item,
    move(by, field) {
      hasMoved = true;
      at = (at + by + rows.length) % rows.length;
      mark(field);
    },
    hide(field) {
      close?.();
      close = null;
      field?.removeAttribute('aria-activedescendant');
    },
  };
}
