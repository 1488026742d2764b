import { avatar } from '../conversation/avatar.js';
import { el, hiddenText, reconcile } from '../core/dom.js';
import { channelsOf, channelTitle, on, state } from '../core/store.js';

/** The list of places: channels, direct messages and the app. */
export function sidebar() {
  const channels = el('ul');
  const directs = el('ul');
  const apps = el('ul');
  const node = el(
    'div',
    { class: 'places' },
    el('h2', { class: 'places-title' }, 'Channels'),
    channels,
    el('h2', { class: 'places-title' }, 'Direct messages'),
    directs,
    el('h2', { class: 'places-title' }, 'Apps'),
    apps,
  );

  function place({ href, name, current, unread, sign, testId }) {
    return el(
      'li',
      {},
      el(
        'a',
        {
          href,
          class: unread > 0 ? 'place place-unread' : 'place',
          'aria-current': current ? 'page' : null,
          'data-testid': testId,
        },
        sign,
        el('span', { class: 'place-name' }, name),
        unread > 0 && el('span', { class: 'count' }, unread > 99 ? '99+' : unread, hiddenText(' unread')),
      ),
    );
  }

  function channelRow(channel) {
    const direct = channel.kind === 'direct';
    const other = channel.members.find((id) => id !== state.me.id) ?? state.me.id;
    return place({
      href: `#/${channel.id}`,
      name: channelTitle(channel),
      current: state.route.kind === 'channel' && state.route.channel === channel.id,
      unread: state.unread[channel.id] ?? 0,
      sign: direct
        ? avatar(other, 'avatar-tiny')
        : el(
            'span',
            { class: `sign sign-${channel.kind}`, 'aria-hidden': 'true' },
            channel.kind === 'private' ? '' : '#',
          ),
      testId: direct ? `direct-${channelTitle(channel)}` : `channel-${channel.name}`,
    });
  }

  function show() {
    if (state.workspace === null || state.me === null) return;
    const mine = channelsOf(state.me);
    const open = mine.filter((channel) => channel.kind !== 'direct').map(channelRow);
    const talks = mine.filter((channel) => channel.kind === 'direct').map(channelRow);
    const { app } = state.workspace;
    reconcile(channels, open.length > 0 ? open : [empty(`${state.me.realName} is in no channel.`)]);
    reconcile(directs, talks.length > 0 ? talks : [empty('No direct messages yet.')]);
    reconcile(apps, [
      place({
        href: '#/home',
        name: app.name,
        current: state.route.kind === 'home',
        unread: 0,
        sign: avatar(app.botUserId, 'avatar-tiny'),
        testId: 'app-home',
      }),
    ]);
  }

  for (const part of ['workspace', 'me', 'route', 'unread']) on(part, keepingFocus(node, show));
  return node;
}

function empty(sentence) {
  return el('li', { class: 'places-empty' }, sentence);
}

/** Draws anew and puts the focus back on the same place. */
function keepingFocus(node, show) {
  return () => {
    const href = node.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    show();
    if (href !== null) node.querySelector(`a[href="${href}"]`)?.focus();
  };
}
