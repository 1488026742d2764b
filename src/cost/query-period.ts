import type { CostDay } from '#domain/cost.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { periodOf, shiftDay } from './day.ts';

/** No longer than what a roll-up keeps ready. */
export const mostDays = 400;

/** The days that `30d`, `4w` or `3m` mean, up to the day before `today`; null for what is no such text or too long. */
export function lastDays(text: string, today: CostDay): DaySpan | null {
  const match = /^(\d{1,4})([dwm])$/i.exec(text);
  const count = Number(match?.[1] ?? 0);
  if (count === 0) return null;
  const last = shiftDay(today, -1);
  const unit = match?.[2]?.toLowerCase();
  const most = unit === 'd' ? mostDays : unit === 'w' ? Math.floor(mostDays / 7) : 13;
  if (count > most) return null;
  const first = unit === 'm' ? monthsBefore(today, count) : shiftDay(today, -count * (unit === 'w' ? 7 : 1));
  return { first, last };
}

/** The same day of an earlier month, or that month's last one. */
function monthsBefore(day: CostDay, count: number): CostDay {
  let first = periodOf(day, 'month').first;
  for (let i = 0; i < count; i += 1) first = periodOf(shiftDay(first, -1), 'month').first;
  const { last } = periodOf(first, 'month');
  const same = `${first.slice(0, 8)}${day.slice(8)}`;
  return same < last ? same : last;
}
