import { Refusal } from '#errors.ts';
import { optionsOf } from './elements.ts';
import { type JsonObject, objectsOf } from './json.ts';

/** What a person put into one input: text, the values of options or ids, or null for nothing. */
export type Given = string | readonly string[] | null;

const SINGLE: Readonly<Record<string, { readonly key: string; readonly initial: string }>> = {
  plain_text_input: { key: 'value', initial: 'initial_value' },
  email_text_input: { key: 'value', initial: 'initial_value' },
  url_text_input: { key: 'value', initial: 'initial_value' },
  number_input: { key: 'value', initial: 'initial_value' },
  datepicker: { key: 'selected_date', initial: 'initial_date' },
  timepicker: { key: 'selected_time', initial: 'initial_time' },
  users_select: { key: 'selected_user', initial: 'initial_user' },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation' },
  channels_select: { key: 'selected_channel', initial: 'initial_channel' },
};

const SEVERAL: Readonly<Record<string, { readonly key: string; readonly initial: string }>> = {
  multi_users_select: { key: 'selected_users', initial: 'initial_users' },
  multi_conversations_select: { key: 'selected_conversations', initial: 'initial_conversations' },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels' },
};

const ONE_OPTION = new Set(['static_select', 'external_select', 'radio_buttons']);
const MANY_OPTIONS = new Set(['multi_static_select', 'multi_external_select', 'checkboxes']);

function first(given: Given): string | null {
  const value = given === null || typeof given === 'string' ? given : given[0];
  return value === undefined || value === '' ? null : value;
}

function list(given: Given): readonly string[] {
  if (given === null || given === '') return [];
  return typeof given === 'string' ? [given] : given;
}

function chosen(element: JsonObject, offered: readonly JsonObject[], value: string): JsonObject {
  const option = [...optionsOf(element), ...offered].find((one) => one['value'] === value);
  if (option !== undefined) return option;
  throw new Refusal('no_such_option', `“${String(element['action_id'])}” offers no option with the value “${value}”.`);
}

/**
 * The entry of `state.values` for one element, with its initial value when nothing was given; undefined for buttons
 * and menus, which have no state. Refuses a value that is not among the options.
 */
export function stateEntry(
  element: JsonObject,
  given: Given | undefined,
  offered: readonly JsonObject[],
): JsonObject | undefined {
  const type = String(element['type']);
  const one = SINGLE[type];
  if (one !== undefined) {
    return { type, [one.key]: given === undefined ? (element[one.initial] ?? null) : first(given) };
  }
  const several = SEVERAL[type];
  if (several !== undefined) {
    return { type, [several.key]: given === undefined ? (element[several.initial] ?? []) : list(given) };
  }
  if (ONE_OPTION.has(type)) {
    if (given === undefined) return { type, selected_option: element['initial_option'] ?? null };
    const value = first(given);
    return { type, selected_option: value === null ? null : chosen(element, offered, value) };
  }
  if (MANY_OPTIONS.has(type)) {
    if (given === undefined) return { type, selected_options: objectsOf(element['initial_options']) };
    return { type, selected_options: list(given).map((value) => chosen(element, offered, value)) };
  }
  if (type === 'datetimepicker') {
    const seconds = given === undefined ? element['initial_date_time'] : first(given);
    return { type, selected_date_time: seconds === undefined || seconds === null ? null : Number(seconds) };
  }
  if (type === 'rich_text_input') return { type, rich_text_value: richText(element, given) };
  return undefined;
}

function richText(element: JsonObject, given: Given | undefined): unknown {
  if (given === undefined) return element['initial_value'] ?? null;
  const text = first(given);
  if (text === null) return null;
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  };
}

/** The part of a click's action that says what was chosen; buttons say their value and text. */
export function actionPart(element: JsonObject, choice: Given | undefined, offered: readonly JsonObject[]): JsonObject {
  const type = String(element['type']);
  if (type === 'overflow') {
    const value = choice === undefined ? null : first(choice);
    if (value === null) throw new Refusal('no_choice', 'Choose one of the options of the menu.');
    return { type, selected_option: chosen(element, offered, value) };
  }
  const entry = stateEntry(element, choice, offered);
  if (entry !== undefined) return entry;
  const { text, value, style } = element;
  return {
    type,
    ...(text !== undefined && { text }),
    ...(value !== undefined && { value }),
    ...(style !== undefined && { style }),
  };
}
