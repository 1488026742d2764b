import { mondayOf, weekMinutes } from '#playbook/freeze.ts';
import { instantOfWall, wallMs } from '#playbook/zone.ts';

/** When a weekly digest was or will be due. */
export interface DueTime {
  /** The day on the clock of the zone, as `2026-11-30`: one digest for each. */
  readonly period: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const weekMs = 7 * 86_400_000;

/**
 * The last time at or before an instant at which the clock of a zone shows a weekly time as `mon 09:00`. A time that the
 * clock skips is the instant of the change; of one that it shows twice, the first counts.
 */
export function lastDue(time: string, zone: string, nowMs: number): DueTime {
  const found = [1, 0, -1].map((week) => dueIn(time, zone, nowMs, week)).find(({ at }) => at <= nowMs);
  return found ?? dueIn(time, zone, nowMs, -2);
}

/** The time after the last one. */
export function nextDue(time: string, zone: string, nowMs: number): DueTime {
  const found = [-1, 0, 1].map((week) => dueIn(time, zone, nowMs, week)).find(({ at }) => at > nowMs);
  return found ?? dueIn(time, zone, nowMs, 2);
}

/** When it was due so many weeks before a day on which it was, on the same clock. */
export function dueBefore(time: string, zone: string, period: string, weeks: number): DueTime {
  return dueIn(time, zone, Date.parse(`${period}T12:00:00Z`), -weeks);
}

function dueIn(time: string, zone: string, aroundMs: number, week: number): DueTime {
  const wall = mondayOf(wallMs(aroundMs, zone)) + week * weekMs + (weekMinutes(time) ?? 0) * 60_000;
  return { period: new Date(wall).toISOString().slice(0, 10), at: instantOfWall(wall, zone, 'first') };
}
