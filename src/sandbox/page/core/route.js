import { channelOf, channelsOf, on, set, state } from './store.js';

const ARCHIVE = /^\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?/;

/** `#/home`, `#/C…`, `#/C…/<thread>` or `#/C…/at/<message>`; permalinks become the last. */
function read() {
  const [, place = '', second = null, third = null] = location.hash.split('/');
  if (place === 'home') return { kind: 'home', channel: null, thread: null, at: null };
  const known = channelOf(place)?.members.includes(state.me.id) === true ? place : null;
  const channel = known ?? channelsOf(state.me).find((one) => one.kind !== 'direct')?.id ?? null;
  if (known === null || second === null) return { kind: 'channel', channel, thread: null, at: null };
  return second === 'at'
    ? { kind: 'channel', channel, thread: null, at: third }
    : { kind: 'channel', channel, thread: second, at: null };
}

function personInAddress() {
  const wanted = new URLSearchParams(location.search).get('as');
  const people = state.workspace.people.filter((person) => ['member', 'guest', 'external'].includes(person.kind));
  return people.find((person) => person.id === wanted || person.name === wanted) ?? people[0];
}

/** Follows the address: the place after `#`, the person in `?as=`. */
export function followAddress() {
  const archive = ARCHIVE.exec(location.pathname);
  if (archive !== null) {
    const at = archive[2] === undefined ? '' : `/at/${archive[2]}.${archive[3]}`;
    history.replaceState(null, '', `/${location.search}#/${archive[1]}${at}`);
  }
  set('me', personInAddress());
  set('route', read());
  addEventListener('hashchange', () => set('route', read()));
  on('me', () => {
    const search = new URLSearchParams(location.search);
    search.set('as', state.me.id);
    history.replaceState(null, '', `?${search}${location.hash}`);
    set('route', read());
  });
}
