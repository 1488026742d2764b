import {
  actionId,
  confirm,
  conversationFilter,
  optionGroup,
  overflowOption,
  plain,
  plainOption,
  richOption,
} from './composition.ts';
import {
  all,
  boolean,
  defines,
  type Fields,
  integer,
  is,
  isRow,
  list,
  matching,
  object,
  refuse,
  type Shape,
} from './shape.ts';

export const act = { action_id: actionId };
export const asking = { ...act, confirm, focus_on_load: boolean };
export const placeholder = plain(150);
export const userId = matching(/^[UW][A-Z0-9]+$/, 'a user id');

const selecting = { ...asking, placeholder };
const selectingMany = { ...selecting, max_selected_items: integer(1, 100) };
const conversation = matching(/^[CDG][A-Z0-9]+$/, 'a conversation id');
const channel = matching(/^[CG][A-Z0-9]+$/, 'a channel id');
const here = { filter: conversationFilter, default_to_current_conversation: boolean };
const minQuery = { min_query_length: integer(0, 1000) };

/** An element with exactly these properties beside its `type`. */
export function element(type: string, required: Fields, optional: Fields, ...also: readonly Shape[]): Shape {
  return all(object({ type: is(type), ...required }, optional), ...also);
}

/** What is chosen at first must be one of the options, letter for letter. */
const initialIsOffered: Shape = (value, pointer, walk) => {
  if (!isRow(value)) return;
  const groups = Array.isArray(value['option_groups']) ? value['option_groups'] : [];
  const offered = [value['options'], ...groups.map((group) => (isRow(group) ? group['options'] : []))].flat();
  const texts = new Set(offered.map((option) => JSON.stringify(option)));
  for (const name of ['initial_option', 'initial_options']) {
    for (const chosen of [value[name] ?? []].flat()) {
      if (!texts.has(JSON.stringify(chosen))) {
        refuse(walk, `${pointer}/${name}`, 'invalid_value', `\`${name}\` must be one of the options`);
      }
    }
  }
};

const choices = { options: list(plainOption, 100), option_groups: list(optionGroup, 100) };
const oneSource = defines('one', 'options', 'option_groups');
const some = list(plainOption, 100);
const ten = { options: list(richOption, 10) };

export const selects: Fields = {
  static_select: element(
    'static_select',
    {},
    { ...selecting, ...choices, initial_option: plainOption },
    oneSource,
    initialIsOffered,
  ),
  external_select: element('external_select', {}, { ...selecting, ...minQuery, initial_option: plainOption }),
  users_select: element('users_select', {}, { ...selecting, initial_user: userId }),
  conversations_select: element(
    'conversations_select',
    {},
    { ...selecting, ...here, initial_conversation: conversation, response_url_enabled: boolean },
  ),
  channels_select: element(
    'channels_select',
    {},
    { ...selecting, initial_channel: channel, response_url_enabled: boolean },
  ),
  multi_static_select: element(
    'multi_static_select',
    {},
    { ...selectingMany, ...choices, initial_options: some },
    oneSource,
    initialIsOffered,
  ),
  multi_external_select: element('multi_external_select', {}, { ...selectingMany, ...minQuery, initial_options: some }),
  multi_users_select: element('multi_users_select', {}, { ...selectingMany, initial_users: list(userId, 100) }),
  multi_conversations_select: element(
    'multi_conversations_select',
    {},
    { ...selectingMany, ...here, initial_conversations: list(conversation, 100) },
  ),
  multi_channels_select: element(
    'multi_channels_select',
    {},
    { ...selectingMany, initial_channels: list(channel, 100) },
  ),
};

export const groups: Fields = {
  checkboxes: element('checkboxes', ten, { ...asking, initial_options: list(richOption, 10) }, initialIsOffered),
  radio_buttons: element('radio_buttons', ten, { ...asking, initial_option: richOption }, initialIsOffered),
};

export const overflow: Fields = {
  overflow: element('overflow', { options: list(overflowOption, 5) }, { ...act, confirm }),
};
