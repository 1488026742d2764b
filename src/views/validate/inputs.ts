import { dispatchConfig } from './composition.ts';
import { richText } from './rich-text.ts';
import { act, asking, element, groups, placeholder, selects } from './selects.ts';
import { boolean, byType, type Fields, integer, list, matching, type Shape, shownString, string } from './shape.ts';

const typed = { ...act, placeholder, focus_on_load: boolean, dispatch_action_config: dispatchConfig };
const decimal = matching(/^-?\d+(\.\d+)?$/, 'a number as text');
const date = matching(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD');
const time = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:mm');
const lineCount = integer(1, 100);

export const pickers: Fields = {
  datepicker: element('datepicker', {}, { ...asking, placeholder, initial_date: date }),
  timepicker: element('timepicker', {}, { ...asking, placeholder, initial_time: time, timezone: string(255) }),
};

export const dateTime: Fields = {
  datetimepicker: element('datetimepicker', {}, { ...asking, initial_date_time: integer(0, 9_999_999_999) }),
};

export const richTextInput: Fields = {
  rich_text_input: element(
    'rich_text_input',
    {},
    { ...typed, initial_value: richText, min_lines: lineCount, max_lines: lineCount },
  ),
};

const anywhere: Fields = {
  ...selects,
  ...groups,
  ...pickers,
  ...dateTime,
  ...richTextInput,
  plain_text_input: element(
    'plain_text_input',
    {},
    {
      ...typed,
      initial_value: shownString(3000),
      multiline: boolean,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    },
  ),
  email_text_input: element('email_text_input', {}, { ...typed, initial_value: shownString(3000) }),
  url_text_input: element('url_text_input', {}, { ...typed, initial_value: shownString(3000) }),
  number_input: element(
    'number_input',
    { is_decimal_allowed: boolean },
    { ...typed, initial_value: decimal, min_value: decimal, max_value: decimal },
  ),
};

const inputAnywhere = byType(anywhere);
const inputInModal = byType({
  ...anywhere,
  file_input: element('file_input', {}, { ...act, filetypes: list(string(20, 1), 100), max_files: integer(1, 10) }),
});

/** The element of an input block; a file can be asked for in a modal only. */
export const inputElement: Shape = (value, pointer, walk) =>
  (walk.surface === 'modal' ? inputInModal : inputAnywhere)(value, pointer, walk);
