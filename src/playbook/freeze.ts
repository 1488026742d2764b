import type { Freeze } from './keys.ts';
import { instantOfWall, wallMs } from './zone.ts';

/** `[start, end)` in milliseconds since the epoch. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const dayMs = 86_400_000;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The wall time of `2026-12-18T17:00`, as `wallMs` writes it; `T24:00` is the next midnight. Null for other text. */
export function localMs(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})$/.exec(text);
  const minutes = clockMinutes(match?.[2] ?? '');
  const day = Date.parse(`${match?.[1]}T00:00:00Z`);
  if (minutes === null || Number.isNaN(day)) return null;
  return new Date(day).toISOString().startsWith(match?.[1] ?? ' ') ? day + minutes * 60_000 : null;
}

/** Minutes after midnight of `HH:MM`, `24:00` included; null for other text. */
export function clockMinutes(text: string): number | null {
  const match = /^(\d{2}):([0-5]\d)$/.exec(text);
  if (match === null) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= 1440 ? minutes : null;
}

/** Minutes after Monday 00:00 of `fri 17:00`; null for other text. */
export function weekMinutes(text: string): number | null {
  const [day = '', clock = '', ...rest] = text.split(' ');
  const minutes = clockMinutes(clock);
  const index = days.indexOf(day);
  return minutes === null || index < 0 || rest.length > 0 ? null : index * 1440 + minutes;
}

/** The freeze's windows that end after an instant, in order: of a weekly one those up to the next after it. */
export function freezeSpans(freeze: Freeze, aroundMs: number): readonly Span[] {
  const spans = 'weekly' in freeze ? weeklySpans(freeze, aroundMs) : [span(freeze.from, freeze.to, freeze.zone)];
  return spans.filter((one) => one.end > aroundMs && one.end > one.start);
}

function span(from: string, to: string, zone: string): Span {
  return wallSpan(localMs(from) ?? 0, localMs(to) ?? 0, zone);
}

/** The span between two wall times: skipped and repeated times as the language defines them. */
export function wallSpan(from: number, to: number, zone: string): Span {
  return { start: instantOfWall(from, zone, 'first'), end: instantOfWall(to, zone, 'second') };
}

function weeklySpans(freeze: Freeze & { weekly: { from: string; to: string } }, aroundMs: number): Span[] {
  const from = (weekMinutes(freeze.weekly.from) ?? 0) * 60_000;
  const to = (weekMinutes(freeze.weekly.to) ?? 0) * 60_000;
  const length = from < to ? to - from : to - from + 7 * dayMs;
  const monday = mondayOf(wallMs(aroundMs, freeze.zone));
  return [-1, 0, 1].map((week) => {
    const start = monday + week * 7 * dayMs + from;
    return wallSpan(start, start + length, freeze.zone);
  });
}

/** Midnight of the Monday at or before a wall time. */
export function mondayOf(wall: number): number {
  const midnight = Math.floor(wall / dayMs) * dayMs;
  return midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * dayMs;
}
