import { el, freshId, hiddenText } from '../core/dom.js';
import { drawElement } from '../elements/index.js';
import { plain } from '../text/draw.js';

const GROUPS = new Set(['checkboxes', 'radio_buttons', 'overflow']);

/** A labelled input. Its error, when the surface has one for the block, is tied to the control. */
export function input(block, surface) {
  const id = freshId('input');
  const error = surface.errors?.[block.block_id] ?? null;
  const described = [block.hint && `${id}-hint`, error !== null && `${id}-error`].filter(Boolean).join(' ');
  const label = [plain(block.label), block.optional === true && el('span', { class: 'quiet' }, ' (optional)')];
  const control = drawElement(block.element, block, surface, {
    id,
    required: block.optional !== true,
    invalid: error !== null,
    describedBy: described === '' ? null : described,
    dispatch: block.dispatch_action === true,
  });
  const group = GROUPS.has(block.element.type);
  return el(
    group ? 'fieldset' : 'div',
    {
      class: error === null ? 'input' : 'input input-wrong',
      'aria-describedby': group && described !== '' ? described : null,
    },
    group ? el('legend', { class: 'input-label' }, label) : el('label', { class: 'input-label', for: id }, label),
    control,
    block.hint && el('p', { class: 'hint', id: `${id}-hint` }, plain(block.hint)),
    error !== null && el('p', { class: 'input-error', id: `${id}-error` }, hiddenText('Error: '), error),
  );
}
