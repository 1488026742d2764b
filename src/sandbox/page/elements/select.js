import { channelsOf, channelTitle, state } from '../core/store.js';
import { combobox } from './combobox.js';
import { use } from './use.js';

const PEOPLE = new Set(['member', 'guest', 'external']);

function optionOf(value, text, description) {
  return { value, text, ...(description && { description }) };
}

function shown(option) {
  return optionOf(option.value, option.text.text, option.description?.text);
}

function groupsOf({ options, option_groups: groups }) {
  if (groups !== undefined)
    return groups.map((group) => ({ label: group.label.text, options: group.options.map(shown) }));
  return [{ label: null, options: (options ?? []).map(shown) }];
}

function people() {
  const active = state.workspace.people.filter((person) => PEOPLE.has(person.kind));
  return [{ label: null, options: active.map((person) => optionOf(person.id, person.realName, person.title)) }];
}

function channels() {
  const visible = channelsOf(state.me).filter((channel) => channel.kind !== 'direct');
  return [{ label: null, options: visible.map((channel) => optionOf(channel.id, `#${channelTitle(channel)}`)) }];
}

/** Where a kind of select has its options from, and what its initial choice is called. */
const SOURCES = {
  static: { initial: ['initial_option', 'initial_options'] },
  external: { initial: ['initial_option', 'initial_options'] },
  users: { initial: ['initial_user', 'initial_users'], groups: people },
  conversations: { initial: ['initial_conversation', 'initial_conversations'], groups: channels },
  channels: { initial: ['initial_channel', 'initial_channels'], groups: channels },
};

/** Any select: one choice or several, from fixed, typed-ahead, people's or channels' options. */
export function select(element, block, surface, field) {
  const [, multi, kind] = /^(multi_)?(\w+)_select$/.exec(element.type);
  const source = SOURCES[kind] ?? SOURCES.static;
  const several = multi !== undefined;
  const groups = source.groups?.() ?? groupsOf(element);
  const load =
    kind === 'external'
      ? async (query) => groupsOf(await surface.options(block, element, query))
      : async (query) => matching(groups, query);
  const initial = [element[source.initial[several ? 1 : 0]] ?? []]
    .flat()
    .map((one) => (typeof one === 'string' ? one : shown(one)));
  const remembered = surface.register(block, element);
  const chosen = remembered === undefined ? initial : (surface.shown?.get(keyOf(block, element)) ?? []);
  return combobox({
    field,
    name: element.placeholder?.text ?? 'Choose',
    placeholder: element.placeholder?.text ?? (several ? 'Choose options' : 'Choose an option'),
    several,
    most: element.max_selected_items ?? Number.POSITIVE_INFINITY,
    leastQuery: kind === 'external' ? (element.min_query_length ?? 3) : 0,
    chosen: chosen.map((one) => (typeof one === 'string' ? named(groups, one) : one)),
    load,
    change: (options, control) => {
      const values = options.map((option) => option.value);
      const value = several ? values : (values[0] ?? null);
      surface.enter(block, element, value);
      surface.shown ??= new Map();
      surface.shown.set(keyOf(block, element), options);
      if ((field === undefined || field.dispatch) && value !== null)
        void use(control, { element, block, surface, choice: value });
    },
  });
}

function keyOf(block, element) {
  return `${block.block_id} ${element.action_id}`;
}

function named(groups, value) {
  const known = groups.flatMap((group) => group.options).find((option) => option.value === value);
  return known ?? optionOf(value, value);
}

function matching(groups, query) {
  const wanted = query.trim().toLowerCase();
  return groups
    .map((group) => ({
      ...group,
      options: group.options.filter((option) => option.text.toLowerCase().includes(wanted)),
    }))
    .filter((group) => group.options.length > 0);
}
