import { el } from '../core/dom.js';
import { button, iconButton } from './button.js';
import { checkboxes, radioButtons } from './choices.js';
import { feedback } from './feedback.js';
import { overflow } from './overflow.js';
import { picture } from './picture.js';
import { select } from './select.js';
import { textInput } from './text-input.js';
import { dateInput } from './when.js';

/** Every kind of element this workspace draws. */
const KINDS = {
  button,
  workflow_button: button,
  icon_button: iconButton,
  feedback_buttons: feedback,
  image: (element) => picture(element, 'accessory-image'),
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  rich_text_input: textInput,
  datepicker: dateInput,
  timepicker: dateInput,
  datetimepicker: dateInput,
};

/**
 * @param {any} element @param {any} block the block it sits in
 * @param {import('../core/surface.js').Surface} surface @param {import('./field.js').Field} [field]
 */
export function drawElement(element, block, surface, field) {
  if (Object.hasOwn(KINDS, element.type)) return KINDS[element.type](element, block, surface, field);
  if (element.type.endsWith('_select')) return select(element, block, surface, field);
  return el('span', { class: 'unknown', id: field?.id }, `This workspace does not draw “${element.type}”.`);
}
