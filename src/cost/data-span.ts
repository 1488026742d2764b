import type { CostDay } from '#domain/cost.ts';
import type { DataSpan, DaySpan } from '#domain/cost-report.ts';
import { shiftDay } from './day.ts';

/** Lines of a bill arrive for days, so the last days still grow. */
export const provisionalDays = 3;

/** What is known of which days. `newest` is the newest day that has a line; a day that is not over does not count. */
export function dataSpan(firstDay: CostDay | null, newest: CostDay | null, today: CostDay): DataSpan {
  const none = { firstDay: null, through: null, settledThrough: null, provisional: null };
  if (firstDay === null || newest === null) return none;
  const yesterday = shiftDay(today, -1);
  const through = newest < yesterday ? newest : yesterday;
  if (through < firstDay) return { ...none, firstDay };
  const settled = shiftDay(yesterday, -provisionalDays);
  const settledThrough = settled < through ? settled : through;
  const first = settledThrough < firstDay ? firstDay : shiftDay(settledThrough, 1);
  return {
    firstDay,
    through,
    settledThrough: settledThrough < firstDay ? null : settledThrough,
    provisional: first > through ? null : { first, last: through },
  };
}

/** Whether there is data of a day, so that no line of it means zero. */
export function known(day: CostDay, { firstDay, through }: DataSpan): boolean {
  return firstDay !== null && through !== null && day >= firstDay && day <= through;
}

/** Whether there is data of every day of a span. */
export function knownThroughout(span: DaySpan, data: DataSpan): boolean {
  return known(span.first, data) && known(span.last, data);
}
