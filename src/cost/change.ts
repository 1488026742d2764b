import type { CostBasis } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan, SpendChange } from '#domain/cost-report.ts';
import { dayCount, periodOf, shiftDay, shiftSpan } from './day.ts';
import { difference, shareOf } from './money.ts';
import { amountIn, type SpendSeries } from './series.ts';

/** What a week cost, against the week before, the mean of the four before, and the month so far against the last. */
export function weekChange(series: SpendSeries, week: DaySpan, data: DataSpan, basis: CostBasis): SpendChange {
  const amount = amountIn(series, week, data, basis);
  const before = amountIn(series, shiftSpan(week, -7), data, basis);
  const four = amountIn(series, { first: shiftDay(week.first, -28), last: shiftDay(week.first, -1) }, data, basis);
  return {
    span: week,
    amount,
    againstWeekBefore: amount === null || before === null ? null : difference(amount, before),
    againstFourWeeks: amount === null || four === null ? null : difference(amount, shareOf(four, 4)),
    month: monthSoFar(series, week, data, basis),
  };
}

/** The month of the week's last day up to it. A month that is shorter than that many days is taken whole. */
function monthSoFar(series: SpendSeries, week: DaySpan, data: DataSpan, basis: CostBasis): SpendChange['month'] {
  const span = { first: periodOf(week.last, 'month').first, last: week.last };
  const amount = amountIn(series, span, data, basis);
  if (amount === null) return null;
  const whole = periodOf(shiftDay(span.first, -1), 'month');
  const last = shiftDay(whole.first, Math.min(dayCount(span), dayCount(whole)) - 1);
  const before = amountIn(series, { first: whole.first, last }, data, basis);
  return { span, amount, before: before === null ? null : difference(amount, before) };
}
