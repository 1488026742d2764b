import { el, freshId } from '../core/dom.js';
import { textOf } from '../text/draw.js';
import { use } from './use.js';

export function checkboxes(element, block, surface, field) {
  const initial = (element.initial_options ?? []).map((option) => option.value);
  const before = surface.register(block, element) ?? initial;
  const chosen = new Set(before);
  return choices(
    element,
    field,
    'checkbox',
    (option) => chosen.has(option.value),
    (option, on, control) => {
      if (on) chosen.add(option.value);
      else chosen.delete(option.value);
      const values = element.options.map((one) => one.value).filter((value) => chosen.has(value));
      surface.enter(block, element, values);
      if (field === undefined || field.dispatch) void use(control, { element, block, surface, choice: values });
    },
  );
}

export function radioButtons(element, block, surface, field) {
  const chosen = surface.register(block, element) ?? element.initial_option?.value ?? null;
  return choices(
    element,
    field,
    'radio',
    (option) => option.value === chosen,
    (option, _, control) => {
      surface.enter(block, element, option.value);
      if (field === undefined || field.dispatch) void use(control, { element, block, surface, choice: option.value });
    },
  );
}

function choices(element, field, type, isChosen, change) {
  const name = freshId('choice');
  const group = el('div', {
    class: 'choices',
    id: field?.id,
    role: type === 'radio' ? 'radiogroup' : 'group',
    'aria-label': field === undefined ? 'Choices' : null,
    'aria-required': type === 'radio' && field?.required ? 'true' : null,
  });
  group.append(
    ...element.options.map((option) => {
      const control = el('input', {
        type,
        name,
        checked: isChosen(option),
        onchange: () => change(option, control.checked, group),
      });
      return el(
        'label',
        { class: 'choice' },
        control,
        el(
          'span',
          {},
          textOf(option.text),
          option.description && el('span', { class: 'quiet choice-description' }, textOf(option.description)),
        ),
      );
    }),
  );
  return group;
}
