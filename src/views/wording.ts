import { decimal, decimalText, subtract } from '#domain/decimal.ts';
import { epochMs, type Instant } from '#domain/instant.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in at most two units, as `41 d`, `3 d 4 h`, `5 h 12 min`, `2 min`; seconds are not said. */
export function duration(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < minute) return 'less than 1 min';
  if (whole < hour) return `${Math.floor(whole / minute)} min`;
  if (whole < day) return units(whole, hour, 'h', minute, 'min');
  return whole < 10 * day ? units(whole, day, 'd', hour, 'h') : `${Math.floor(whole / day)} d`;
}

function units(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)} ${largeName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}

/** How long from one moment to a later one. */
export function between(from: Instant, to: Instant): string {
  return duration(epochMs(to) - epochMs(from));
}

/** `in 2 h`, `2 h ago` or `now`, seen from `now`. */
export function relative(now: Instant, then: Instant): string {
  const ms = epochMs(then) - epochMs(now);
  if (Math.abs(ms) < minute) return 'now';
  return ms > 0 ? `in ${duration(ms)}` : `${duration(-ms)} ago`;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Thu 26 Nov 16:00 UTC`, `26 Nov 2026` or `16:00 UTC`. */
export function utcText(instant: Instant, form: 'time' | 'date' | 'dateTime' = 'dateTime'): string {
  const at = new Date(epochMs(instant));
  const time = `${at.toISOString().slice(11, 16)} UTC`;
  if (form === 'time') return time;
  const date = `${at.getUTCDate()} ${months[at.getUTCMonth()]}`;
  return form === 'date' ? `${date} ${at.getUTCFullYear()}` : `${weekdays[at.getUTCDay()]} ${date} ${time}`;
}

/** `26 Nov`, of a day as `2026-11-26`; text that is no day as it is. */
export function dayText(day: string): string {
  const [, , month = '', date = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  return month === '' ? day : `${Number(date)} ${months[Number(month) - 1] ?? month}`;
}

/** `1 check`, `2 checks`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `ana`, `ana and ben`, `ana, ben and 3 more`. */
export function listed(items: readonly string[], max = 4, word: 'and' | 'or' = 'and'): string {
  const shown = items.slice(0, items.length > max ? max : items.length);
  const rest = items.length - shown.length;
  const last = rest > 0 ? `${rest} more` : shown.pop();
  if (last === undefined) return 'nobody';
  return shown.length === 0 ? last : `${shown.join(', ')} ${rest > 0 ? 'and' : word} ${last}`;
}

/** Candidate minus champion with its sign, as `+0.008` or `−23 ms`; null where the two are no numbers of one unit. */
export function difference(candidate: string | null, champion: string | null): string | null {
  const a = measured(candidate);
  const b = measured(champion);
  if (a === null || b === null || a.unit !== b.unit) return null;
  const change = decimalText(subtract(decimal(a.number), decimal(b.number)));
  if (change === '0') return `±0${a.unit}`;
  return `${change.startsWith('-') ? `−${change.slice(1)}` : `+${change}`}${a.unit}`;
}

function measured(text: string | null): { number: string; unit: string } | null {
  const match = /^(-?\d{1,30}(?:\.\d{1,30})?)(\s?\p{L}{1,8}|\s?%)?$/u.exec(text?.trim() ?? '');
  return match?.[1] === undefined ? null : { number: match[1], unit: match[2] ?? '' };
}

/**
 * Money as a person would say it, as `€38` or `€0.42`: whole from ten on, else to the hundredth. `amount` is decimal
 * text, `currency` an ISO 4217 code, which is written out where there is no common sign for it.
 */
export function costText({ amount, currency }: { readonly amount: string; readonly currency: string }): string {
  const value = Number(amount);
  const digits = Math.abs(value) >= 10 ? 0 : 2;
  if (value > 0 && value < 0.01) return `less than ${money(0.01, currency, 2)}`;
  return money(value, currency, digits);
}

function money(value: number, currency: string, digits: number): string {
  const form = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  // A narrow sign such as $ stands for several currencies, so only those are signs that mean one.
  return new Intl.NumberFormat('en', { ...form, currencyDisplay: 'symbol' }).format(value);
}
