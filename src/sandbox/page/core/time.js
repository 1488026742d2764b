import { state } from './store.js';

let offsetMs = 0;

/** The workspace's clock says `now`; from here on it runs with the browser's. @param {string} now */
export function setNow(now) {
  offsetMs = Date.parse(now) - Date.now();
}

export function now() {
  return new Date(Date.now() + offsetMs);
}

function format(date, options) {
  const timeZone = state.me?.timeZone ?? 'UTC';
  return new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(date);
}

const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** @param {Date} date */
export function timeOfDay(date) {
  return format(date, TIME);
}

/** @param {Date} date */
export function timeWithSeconds(date) {
  return format(date, { ...TIME, second: '2-digit' });
}

/** @param {Date} date */
export function fullTime(date) {
  return format(date, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric', ...TIME });
}

/** A day as a divider between messages says it: “Today”, “Yesterday” or the date. @param {Date} date */
export function dayTitle(date) {
  return relativeDay(date) ?? format(date, { weekday: 'long', day: 'numeric', month: 'long' });
}

function dayKey(date) {
  return format(date, { year: 'numeric', month: '2-digit', day: '2-digit' });
}

function relativeDay(date) {
  for (const [title, days] of [
    ['Today', 0],
    ['Yesterday', -1],
    ['Tomorrow', 1],
  ]) {
    const other = new Date(now().getTime() + Number(days) * 86_400_000);
    if (dayKey(other) === dayKey(date)) return String(title);
  }
  return null;
}

const LONG_DATE = { day: 'numeric', month: 'long', year: 'numeric' };
const SHORT_DATE = { day: 'numeric', month: 'short', year: 'numeric' };

const TOKENS = {
  date_num: (date) =>
    format(date, { year: 'numeric', month: '2-digit', day: '2-digit' }).split('/').toReversed().join('-'),
  date: (date) => format(date, LONG_DATE),
  date_long: (date) => format(date, { weekday: 'long', ...LONG_DATE }),
  date_short: (date) => format(date, SHORT_DATE),
  date_pretty: (date) => relativeDay(date)?.toLowerCase() ?? format(date, LONG_DATE),
  date_long_pretty: (date) => relativeDay(date)?.toLowerCase() ?? format(date, { weekday: 'long', ...LONG_DATE }),
  date_short_pretty: (date) => relativeDay(date)?.toLowerCase() ?? format(date, SHORT_DATE),
  time: (date) => format(date, TIME),
  time_secs: (date) => format(date, { ...TIME, second: '2-digit' }),
  ago: (date) => ago(date),
};

/** @param {Date} date */
export function ago(date) {
  const seconds = Math.round((date.getTime() - now().getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });
  for (const [unit, size] of [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ]) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / Number(size)), unit);
  }
  return 'just now';
}

/**
 * Fills a `<!date^epoch^pattern|…>` pattern in the viewer's zone; null when the pattern holds a token Slack has not.
 * @param {number} epochSeconds @param {string} pattern
 */
export function datePattern(epochSeconds, pattern) {
  const date = new Date(epochSeconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  let known = true;
  const text = pattern.replace(/\{(\w+)\}/g, (_, token) => {
    if (Object.hasOwn(TOKENS, token)) return TOKENS[token](date);
    known = false;
    return '';
  });
  return known ? text : null;
}
