import { get, listIn } from './api.js';
import { channelsOf, set, state } from './store.js';

const KEY = 'countersign.read';

function readMarks() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    return {};
  }
}

function markOf(channel) {
  return readMarks()[`${state.me.id} ${channel}`] ?? '0';
}

/** The person has seen these messages of the channel. @param {string} channel @param {readonly any[]} messages */
export function markRead(channel, messages) {
  const last = messages.at(-1)?.ts;
  if (last !== undefined && Number(last) > Number(markOf(channel))) {
    localStorage.setItem(KEY, JSON.stringify({ ...readMarks(), [`${state.me.id} ${channel}`]: last }));
  }
  if (state.unread[channel] > 0) set('unread', { ...state.unread, [channel]: 0 });
}

/** Counts anew what this person has not seen in a channel, or in all of theirs. @param {string | null} channel */
export async function countUnread(channel = null) {
  const person = state.me;
  const wanted = channelsOf(person).filter((one) => channel === null || one.id === channel);
  const counts = await Promise.all(
    wanted.map(async ({ id }) => {
      const messages = listIn(await get('messages', { channel: id, as: person.id }).catch(() => []), 'messages');
      const fresh = messages.filter((message) => message.user !== person.id && Number(message.ts) > Number(markOf(id)));
      return [id, state.route.channel === id ? 0 : fresh.length];
    }),
  );
  if (person === state.me) set('unread', { ...(channel === null ? {} : state.unread), ...Object.fromEntries(counts) });
}
