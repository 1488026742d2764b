import { type Instant, instantAt } from '#domain/instant.ts';
import { below, Fault } from './fault.ts';

const longestText = 300;

/** Text as it can be stored and shown: what no font has a picture for is replaced, and what is too long is cut. */
export function clean(text: string): string {
  const shown = printable(text).trim();
  return shown.length > longestText ? `${shown.slice(0, longestText - 1).toWellFormed()}…` : shown;
}

/** Text of any length as it can be stored and shown. */
export function printable(text: string): string {
  return text.toWellFormed().replaceAll(/\p{Cc}/gu, '\ufffd');
}

/** Text, or a number as text, as versions are written; null for nothing. Throws a Fault for what is neither. */
export function textOf(value: unknown, at: string): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') throw new Fault(`${at} is no text.`, at);
  return clean(value) || null;
}

/** A number, also where it is written as text. Null for NaN, infinities and nothing; throws a Fault for anything else. */
export function numberOf(value: unknown, at: string): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const text = typeof value === 'string' ? value.trim() : null;
  if (text === null || !/^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?(?:nan|inf|infinity)|)$/i.test(text)) {
    throw new Fault(`${at} is no number.`, at);
  }
  const number = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

/** True or false, also as Python and spreadsheets write it; null for nothing. Throws a Fault for anything else. */
export function flagOf(value: unknown, at: string): boolean | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value;
  if (value === 0 || value === 1) return value === 1;
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new Fault(`${at} is neither true nor false.`, at);
}

const time = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?: ?(Z|[+-]\d\d:?\d\d)| UTC)?)?$/i;
const [earliestMs, latestMs] = [0, Date.UTC(2200, 0, 1)];

/**
 * A moment: RFC 3339, the same without an offset, which is read as UTC, or a number of seconds or milliseconds since
 * the epoch. Null for nothing; throws a Fault for anything else, and for years before 1970 or after 2199.
 */
export function momentOf(value: unknown, at: string): Instant | null {
  if (value === null || value === undefined || value === '') return null;
  const ms =
    typeof value === 'number' ? epochOf(value) : typeof value === 'string' ? readTime(value.trim()) : Number.NaN;
  if (ms >= earliestMs && ms < latestMs) return instantAt(ms);
  throw new Fault(`${at} is no time. Write it as 2026-11-30T09:00:00Z.`, at);
}

function epochOf(value: number): number {
  return Math.abs(value) < 1e11 ? value * 1000 : value;
}

function readTime(text: string): number {
  const [, day, clock = '00:00', offset = 'Z'] = time.exec(text) ?? [];
  if (day === undefined) return Number.NaN;
  return Date.parse(`${day}T${clock}${offset.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2').toUpperCase()}`);
}

/** A stretch of time; null without either end. Throws a Fault where one end is missing, or it ends before it starts. */
export function windowOf(start: unknown, end: unknown, places: { readonly start: string; readonly end: string }) {
  const [from, to] = [momentOf(start, places.start), momentOf(end, places.end)];
  if (from === null && to === null) return null;
  if (from === null) throw new Fault(`${places.start} is missing: a window has a start and an end.`, places.start);
  if (to === null) throw new Fault(`${places.end} is missing: a window has a start and an end.`, places.end);
  if (from > to) throw new Fault(`The window starts at ${from}, after its end.`, places.start);
  return { start: from, end: to };
}

/** An address a person can open; null for nothing. Throws a Fault for anything else. */
export function pageOf(value: unknown, at: string): string | null {
  const text = textOf(value, at);
  if (text === null) return null;
  if (typeof value === 'string' && value.length <= 2000 && URL.canParse(value)) {
    const { protocol, username, password } = new URL(value);
    if ((protocol === 'https:' || protocol === 'http:') && username === '' && password === '') return value;
  }
  throw new Fault(`${at} is no address of a web page.`, at);
}

/** As `below`, for the two ends of a window. */
export function ends(at: string, start: string, end: string): { readonly start: string; readonly end: string } {
  return { start: below(at, start), end: below(at, end) };
}
