import { el } from '../core/dom.js';
import { channelOf, nameOf, state } from '../core/store.js';
import { datePattern, fullTime } from '../core/time.js';

/** What `<…>` in mrkdwn shows: a link, a person, a channel, a group or a date. @param {string} inside */
export function reference(inside) {
  const [target, ...rest] = inside.split('|');
  const label = rest.join('|');
  if (target.startsWith('@')) return mention(target.slice(1), label);
  if (target.startsWith('#')) return channelLink(target.slice(1), label);
  if (target.startsWith('!')) return special(target.slice(1), label);
  return link(target, label || target);
}

/** A link that only ever leads to http, https or mail; permalinks of this workspace stay in the page. */
export function link(url, label) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const safe = parsed !== null && ['http:', 'https:', 'mailto:'].includes(parsed.protocol);
  if (!safe) return el('span', {}, label);
  const inside = /^\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?/.exec(parsed.pathname);
  if (inside !== null && channelOf(inside[1]) !== null) {
    const ts = inside[2] === undefined ? '' : `/at/${inside[2]}.${inside[3]}`;
    return el('a', { href: `#/${inside[1]}${ts}` }, label);
  }
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label);
}

export function mention(id, label = '') {
  const mine = id === state.me?.id;
  return el('span', { class: mine ? 'mention mention-me' : 'mention' }, `@${label || nameOf(id)}`);
}

export function channelLink(id, label = '') {
  const channel = channelOf(id);
  if (channel === null) return el('span', { class: 'mention' }, `#${label || id}`);
  return el('a', { class: 'mention', href: `#/${channel.id}` }, `#${channel.name}`);
}

function special(inside, label) {
  const [name, epoch, pattern, href] = inside.split('^');
  if (name === 'date') return dateText(Number(epoch), pattern ?? '', href, label);
  if (name === 'subteam') return el('span', { class: 'mention' }, label || `@${epoch}`);
  return el('span', { class: 'mention' }, `@${label || name}`);
}

function dateText(epoch, pattern, href, fallback) {
  const text = datePattern(epoch, pattern);
  if (text === null) return el('span', {}, fallback);
  const date = new Date(epoch * 1000);
  const time = el('time', { datetime: date.toISOString(), title: fullTime(date) }, text);
  return href === undefined ? time : el('span', {}, link(href, time));
}
