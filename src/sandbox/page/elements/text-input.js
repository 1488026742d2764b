import { el } from '../core/dom.js';
import { fieldProps } from './field.js';
import { use } from './use.js';

const TYPES = { email_text_input: 'email', url_text_input: 'url', number_input: 'text' };

function initialText(element) {
  const initial = element.initial_value;
  if (initial === undefined) return '';
  if (typeof initial === 'string') return initial;
  const parts = (initial.elements ?? []).map((part) => (part.elements ?? []).map((item) => item.text ?? '').join(''));
  return parts.join('\n');
}

/** One line or several of text. Enter commits an input that dispatches, as Slack's default does. */
export function textInput(element, block, surface, field) {
  const several = element.multiline === true || element.type === 'rich_text_input';
  const control = el(several ? 'textarea' : 'input', {
    class: 'text-input',
    ...fieldProps(field, element.placeholder?.text ?? 'Text'),
    type: several ? null : (TYPES[element.type] ?? 'text'),
    inputmode: element.type === 'number_input' ? 'decimal' : null,
    rows: several ? 4 : null,
    placeholder: element.placeholder?.text ?? null,
    maxlength: element.max_length ?? null,
    autofocus: element.focus_on_load === true,
    autocomplete: 'off',
    value: surface.register(block, element) ?? initialText(element),
    oninput: () => surface.enter(block, element, control.value),
    onkeydown: (event) => {
      if (event.key !== 'Enter' || several || field?.dispatch !== true) return;
      event.preventDefault();
      void use(control, { element, block, surface, choice: control.value });
    },
  });
  return control;
}
