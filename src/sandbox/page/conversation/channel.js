import { announce } from '../chrome/announce.js';
import { composer } from '../composer/composer.js';
import { get, listIn } from '../core/api.js';
import { el } from '../core/dom.js';
import { coalesced } from '../core/live.js';
import { channelOf, channelTitle, nameOf, on, state } from '../core/store.js';
import { markRead } from '../core/unread.js';
import { MessageList } from './message-list.js';

/** The channel in the middle: its title, messages and composer. */
export function channelPane() {
  const list = new MessageList({
    label: 'Messages',
    empty: 'No messages here yet. Write one, or type / for commands.',
  });
  const title = el('h2', { class: 'pane-title', id: 'channel-title' });
  const topic = el('p', { class: 'topic' });
  const write = composer({
    label: 'Message',
    testId: 'composer',
    place: () => ({ channel: state.route.channel, threadTs: null }),
  });
  const node = el(
    'section',
    { class: 'pane', 'aria-labelledby': 'channel-title' },
    el('header', { class: 'pane-head' }, title, topic),
    list.node,
    write.node,
  );
  let shown = null;
  const places = new Map();

  const load = coalesced(async () => {
    const channel = channelOf(state.route.channel ?? '');
    if (state.route.kind !== 'channel' || channel === null) return;
    const wanted = `${state.me.id} ${channel.id}`;
    const answer = await get('messages', { channel: channel.id, as: state.me.id }).catch((error) => error);
    if (wanted !== `${state.me.id} ${state.route.channel}`) return;
    enter(wanted);
    if (answer instanceof Error) {
      list.empty = answer.message;
      list.show([]);
      return;
    }
    const fresh = list.show(listIn(answer, 'messages'));
    for (const message of fresh) if (message.user !== state.me.id) announce(`${nameOf(message.user)}: ${message.text}`);
    if (shown !== wanted) {
      shown = wanted;
      const place = places.get(wanted);
      if (place !== undefined) list.scroller.scrollTop = place;
    }
    markRead(channel.id, listIn(answer, 'messages'));
    reveal();
  });

  function enter(wanted) {
    if (shown === wanted) return;
    if (shown !== null && !list.pinned) places.set(shown, list.scroller.scrollTop);
    list.clear();
  }

  function reveal() {
    const { at } = state.route;
    if (!at) return;
    const message = list.inner.querySelector(`[data-ts="${CSS.escape(at)}"]`);
    if (message === null || message.classList.contains('message-found')) return;
    message.classList.add('message-found');
    message.scrollIntoView({ block: 'center' });
  }

  function head() {
    const channel = channelOf(state.route.channel ?? '');
    node.hidden = state.route.kind !== 'channel';
    if (channel === null) return;
    const name = channelTitle(channel);
    title.textContent = channel.kind === 'direct' ? name : `# ${name}`;
    topic.textContent = channel.topic;
    write.rename(channel.kind === 'direct' ? `Message ${name}` : `Message #${name}`);
    document.title = `${name} · ${state.workspace.team.name}`;
    load();
  }

  on('route', head);
  on('me', head);
  return { node, load, head };
}
