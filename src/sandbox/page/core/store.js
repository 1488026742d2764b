/**
 * What the page knows. Each part has listeners of its own; `set` tells them.
 * @type {{
 *   workspace: any, me: any, route: {kind: 'channel' | 'home', channel: string | null, thread: string | null},
 *   registry: any, unread: Record<string, number>, faults: Record<string, any>, connected: boolean,
 * }}
 */
export const state = {
  workspace: null,
  me: null,
  route: { kind: 'channel', channel: null, thread: null },
  registry: { models: [] },
  unread: {},
  faults: {},
  connected: true,
};

const listeners = new Map();

/** @param {keyof typeof state} part @param {() => void} listener */
export function on(part, listener) {
  if (!listeners.has(part)) listeners.set(part, []);
  listeners.get(part).push(listener);
}

/** @param {keyof typeof state} part */
export function set(part, value) {
  state[part] = value;
  for (const listener of listeners.get(part) ?? []) listener();
}

/** @param {string} id */
export function personOf(id) {
  return state.workspace.people.find((person) => person.id === id) ?? null;
}

/** @param {string} id */
export function isApp(id) {
  return id === state.workspace.app.botUserId;
}

/** The name people see for a member or the app; the id itself when nobody has it. @param {string} id */
export function nameOf(id) {
  if (isApp(id)) return state.workspace.app.name;
  return personOf(id)?.realName ?? id;
}

/** @param {string} idOrName */
export function channelOf(idOrName) {
  return state.workspace.channels.find((one) => one.id === idOrName || one.name === idOrName) ?? null;
}

/** Channels this person sees in the list: those they are a member of. */
export function channelsOf(person) {
  return state.workspace.channels.filter((channel) => channel.members.includes(person.id));
}

/** What a channel is called; a direct message after the others in it. */
export function channelTitle(channel) {
  if (channel.kind !== 'direct') return channel.name;
  const others = channel.members.filter((id) => id !== state.me?.id);
  return others.map(nameOf).join(', ') || nameOf(state.me.id);
}
