import type {
  Checkboxes,
  Datepicker,
  ExternalSelect,
  InputBlock,
  PlainTextInput,
  PlainTextOption,
  StaticSelect,
  UsersSelect,
} from '@slack/types';
import { plainText } from './blocks.ts';
import { clean, clip, whole } from './clean.ts';

export interface InputOptions {
  readonly hint?: string;
  readonly optional?: boolean;
  /** Each change is sent to the app at once. */
  readonly dispatch?: boolean;
}

export function input(
  blockId: string,
  text: string,
  element: PlainTextInput | StaticSelect | ExternalSelect | UsersSelect | Datepicker | Checkboxes,
  options: InputOptions = {},
): InputBlock {
  const { hint, optional = false, dispatch = false } = options;
  return {
    type: 'input',
    block_id: whole(blockId, 255),
    label: plainText(text, 200),
    element,
    optional,
    ...(hint === undefined ? {} : { hint: plainText(hint, 500) }),
    ...(dispatch ? { dispatch_action: true } : {}),
  };
}

/** A field of several lines, filled in with what can be seen of `value`, as much as one holds. */
export function textArea(actionId: string, placeholder: string, minLength = 0, value = ''): PlainTextInput {
  const shown = clean(value);
  return {
    type: 'plain_text_input',
    action_id: whole(actionId, 255),
    multiline: true,
    max_length: 2000,
    placeholder: plainText(placeholder, 150),
    ...(minLength > 0 ? { min_length: minLength } : {}),
    ...(shown === '' ? {} : { initial_value: clip(shown, 2000) }),
  };
}

/** `value` is given back unread when the option is picked; at most 75 characters. */
export interface Choice {
  readonly label: string;
  readonly value: string;
  readonly description?: string | null;
}

/** Throws a RangeError if the value is more than Slack keeps. */
export function option({ label: text, value, description = null }: Choice): PlainTextOption {
  const choice: PlainTextOption = { text: plainText(text, 75), value: whole(value, 75) };
  return description === null ? choice : { ...choice, description: plainText(description, 75) };
}

/** At least one choice; at most 100 are offered. */
export function select(
  actionId: string,
  placeholder: string,
  choices: readonly Choice[],
  chosen: string | null,
): StaticSelect {
  const options = choices.slice(0, 100).map(option);
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'static_select',
    action_id: whole(actionId, 255),
    placeholder: plainText(placeholder, 150),
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}

/** Any number of at most ten choices; those that are chosen come back joined by commas. */
export function checkboxes(actionId: string, choices: readonly Choice[], chosen: readonly string[]): Checkboxes {
  const options = choices.slice(0, 10).map(option);
  const ticked = options.filter(({ value }) => value !== undefined && chosen.includes(value));
  return {
    type: 'checkboxes',
    action_id: whole(actionId, 255),
    options,
    ...(ticked.length === 0 ? {} : { initial_options: ticked }),
  };
}

/** Searched as the person types, from the first letter on; the app answers with options. */
export function externalSelect(actionId: string, placeholder: string, chosen: Choice | null): ExternalSelect {
  return {
    type: 'external_select',
    action_id: whole(actionId, 255),
    placeholder: plainText(placeholder, 150),
    min_query_length: 0,
    ...(chosen === null ? {} : { initial_option: option(chosen) }),
  };
}

/** A text field of at most `max` characters, filled in with what can be seen of `value`; as many lines as that has. */
export function textLine(actionId: string, placeholder: string, value: string, max = 3000): PlainTextInput {
  const shown = clean(value);
  return {
    type: 'plain_text_input',
    action_id: whole(actionId, 255),
    multiline: shown.includes('\n'),
    max_length: max,
    placeholder: plainText(placeholder, 150),
    ...(shown === '' ? {} : { initial_value: whole(shown, max) }),
  };
}

/** A day, as `2026-11-30`; null for none picked. */
export function datePicker(actionId: string, chosen: string | null): Datepicker {
  return {
    type: 'datepicker',
    action_id: whole(actionId, 255),
    placeholder: plainText('Pick a day', 150),
    ...(chosen === null ? {} : { initial_date: whole(chosen, 10) }),
  };
}

/** Anybody of the workspace; `chosen` is a Slack account, null for none picked. */
export function personSelect(actionId: string, placeholder: string, chosen: string | null): UsersSelect {
  return {
    type: 'users_select',
    action_id: whole(actionId, 255),
    placeholder: plainText(placeholder, 150),
    ...(chosen === null ? {} : { initial_user: whole(chosen, 30) }),
  };
}
