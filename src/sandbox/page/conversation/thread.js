import { composer } from '../composer/composer.js';
import { get, listIn } from '../core/api.js';
import { el } from '../core/dom.js';
import { coalesced } from '../core/live.js';
import { on, state } from '../core/store.js';
import { MessageList } from './message-list.js';

/** A thread, in place of the side panel: the message it began with, and the replies. */
export function threadPane() {
  const list = new MessageList({ label: 'Replies', empty: 'No replies yet.', inThread: true });
  const write = composer({
    label: 'Reply',
    testId: 'thread-composer',
    place: () => ({ channel: state.route.channel, threadTs: state.route.thread }),
  });
  const close = el('a', { class: 'icon-button', 'aria-label': 'Close thread' }, '×');
  const node = el(
    'section',
    { class: 'pane thread', 'aria-labelledby': 'thread-title', hidden: true, 'data-testid': 'thread' },
    el(
      'header',
      { class: 'pane-head pane-head-row' },
      el('h2', { class: 'pane-title', id: 'thread-title' }, 'Thread'),
      close,
    ),
    list.node,
    write.node,
  );
  let shown = null;

  const load = coalesced(async () => {
    const { channel, thread } = state.route;
    if (thread === null) return;
    const query = { channel, as: state.me.id };
    const wanted = `${channel} ${thread} ${state.me.id}`;
    const [all, replies] = await Promise.all([get('messages', query), get('messages', { ...query, thread })]);
    if (state.route.thread !== thread) return;
    if (shown !== wanted) list.clear();
    shown = wanted;
    const parent = listIn(all, 'messages').filter((message) => message.ts === thread);
    list.show([...parent, ...listIn(replies, 'messages').filter((message) => message.ts !== thread)]);
  });

  function follow() {
    const { channel, thread } = state.route;
    node.hidden = thread === null;
    close.href = `#/${channel}`;
    write.rename('Reply in thread');
    if (thread !== null) load();
  }

  on('route', follow);
  on('me', follow);
  return { node, load };
}
