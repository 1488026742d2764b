import type { BudgetPeriod } from '#domain/budget.ts';
import type { CostDay } from '#domain/cost.ts';
import type { DaySpan } from '#domain/cost-report.ts';

const dayMs = 86_400_000;

/** Days since 1 January 1970. Throws a RangeError for text that is no day. */
export function dayNumber(day: CostDay): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`not a day: ${day}`);
  return ms / dayMs;
}

export function dayOf(number: number): CostDay {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

export function shiftDay(day: CostDay, by: number): CostDay {
  return dayOf(dayNumber(day) + by);
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: CostDay): number {
  return (((dayNumber(day) + 3) % 7) + 7) % 7;
}

/** From the first to the last, both included; empty where the last is before the first. */
export function daysIn({ first, last }: DaySpan): readonly CostDay[] {
  const from = dayNumber(first);
  return Array.from({ length: Math.max(0, dayNumber(last) - from + 1) }, (_, i) => dayOf(from + i));
}

export function dayCount({ first, last }: DaySpan): number {
  return Math.max(0, dayNumber(last) - dayNumber(first) + 1);
}

export function within(day: CostDay, { first, last }: DaySpan): boolean {
  return day >= first && day <= last;
}

export function shiftSpan({ first, last }: DaySpan, by: number): DaySpan {
  return { first: shiftDay(first, by), last: shiftDay(last, by) };
}

/** The week (from Monday), month or quarter (from January) that a day is in. */
export function periodOf(day: CostDay, period: BudgetPeriod): DaySpan {
  if (period === 'week') {
    const first = shiftDay(day, -weekdayOf(day));
    return { first, last: shiftDay(first, 6) };
  }
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7)) - 1;
  const length = period === 'month' ? 1 : 3;
  const start = month - (month % length);
  return { first: firstOf(year, start), last: shiftDay(firstOf(year, start + length), -1) };
}

/** The first of a month, counted from 0; those past December are of the next years. */
function firstOf(year: number, month: number): CostDay {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}
