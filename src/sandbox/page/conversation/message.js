import { drawBlocks } from '../blocks/index.js';
import { el } from '../core/dom.js';
import { isApp, nameOf, personOf, state } from '../core/store.js';
import { Surface } from '../core/surface.js';
import { fullTime, timeOfDay } from '../core/time.js';
import { picture } from '../elements/picture.js';
import { mrkdwn } from '../text/draw.js';
import { avatar } from './avatar.js';

const surfaces = new Map();

/** What someone has entered in a message survives its edits and is each person's own. */
function surfaceOf(message) {
  const key = `${state.me.id} ${message.channel} ${message.ts}`;
  if (!surfaces.has(key)) surfaces.set(key, new Surface('message', { channel: message.channel, ts: message.ts }));
  const surface = surfaces.get(key);
  surface.redraw();
  return surface;
}

/**
 * One message. `follows` says that the same person wrote the one before shortly earlier, so the name is not repeated.
 * @param {any} message @param {{ follows: boolean, inThread: boolean }} place
 */
export function drawMessage(message, { follows, inThread }) {
  const at = new Date(message.at);
  const time = el('time', { class: 'time', datetime: message.at, title: fullTime(at) }, timeOfDay(at));
  const body = message.blocks.length > 0 ? drawBlocks(message.blocks, surfaceOf(message)) : mrkdwn(message.text);
  return el(
    'article',
    {
      class: ['message', follows && 'message-follows', message.ephemeral && 'message-ephemeral']
        .filter(Boolean)
        .join(' '),
      'data-testid': 'message',
      'data-ts': message.ts,
      'aria-label': `${nameOf(message.user)}, ${timeOfDay(at)}`,
    },
    follows ? el('span', { class: 'gutter' }, time) : avatar(message.user),
    el(
      'div',
      { class: 'message-main' },
      message.ephemeral &&
        el('p', { class: 'only-you' }, el('span', { class: 'eye', 'aria-hidden': 'true' }), 'Only visible to you'),
      !follows &&
        el('p', { class: 'byline' }, el('span', { class: 'name' }, nameOf(message.user)), badge(message.user), time),
      el('div', { class: 'message-body' }, body),
      ...(message.files ?? []).map(drawFile),
      message.edited && el('span', { class: 'edited' }, '(edited)'),
      !inThread && message.replyCount > 0 && replies(message),
    ),
    !inThread &&
      !message.ephemeral &&
      el('a', { class: 'reply-link', href: `#/${message.channel}/${message.ts}` }, 'Reply in thread'),
  );
}

/** An image as a picture with its title, any other file as a link. */
function drawFile({ id, title, altText, mimetype }) {
  const url = `/files/${id}`;
  if (!mimetype.startsWith('image/')) return el('p', {}, el('a', { href: url, download: title }, title));
  return el(
    'figure',
    { class: 'image' },
    el('figcaption', {}, title),
    picture({ image_url: url, alt_text: altText ?? title }, 'image-large'),
  );
}

function badge(user) {
  const kind = personOf(user)?.kind;
  if (isApp(user) || kind === 'bot') return el('span', { class: 'badge' }, 'APP');
  if (kind === 'guest') return el('span', { class: 'badge' }, 'Guest');
  return kind === 'external' ? el('span', { class: 'badge' }, 'External') : null;
}

function replies({ channel, ts, replyCount }) {
  return el(
    'a',
    { class: 'replies', 'data-testid': 'replies', href: `#/${channel}/${ts}` },
    replyCount === 1 ? '1 reply' : `${replyCount} replies`,
  );
}
