import type { SpendForecast } from '#domain/budget.ts';
import type { CostBasis } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan } from '#domain/cost-report.ts';
import { dayCount, dayNumber, shiftDay } from './day.ts';
import { rounded, sumOf } from './money.ts';
import { middle, quantile } from './robust.ts';
import { amountsByDay, type SpendSeries } from './series.ts';

/** Days whose forecasts are judged, and the longest stretch each is judged by. */
const judgedDays = 56;
const longest = 7;
/** Days that an expectation is made of. */
const shortest = 21;
/** Fewer past forecasts than this give no band, and so no forecast. */
const fewest = 7;

/**
 * What a period is expected to cost at its end: settled days as billed, and for all later ones the median of the same
 * weekday in the last three settled weeks, moved to the level of the last. A provisional day counts with what it has
 * already cost if that is more. The band is what nine of ten such forecasts of the last eight weeks were off, for up
 * to seven days, and grows beyond with the square root of the days. Null with less than about five weeks of data, and
 * where the beginning of the period has none.
 */
export function forecast(series: SpendSeries, period: DaySpan, data: DataSpan, basis: CostBasis): SpendForecast | null {
  const { firstDay, through, settledThrough: settled } = data;
  if (firstDay === null || through === null || settled === null || period.first < firstDay) return null;
  const billedThrough = settled < period.last ? settled : period.last;
  const billed = amountsByDay(series, { first: period.first, last: billedThrough }, data, basis);
  const actual = sumOf(billed.map((amount) => amount ?? '0'));
  if (settled >= period.last) return { amount: actual, least: actual, most: actual, billedThrough };
  const start = shiftDay(settled, -(judgedDays + longest + 28) + 1);
  const history = numbers(series, { first: start < firstDay ? firstDay : start, last: settled }, data, basis);
  const ahead = dayNumber(period.last) - dayNumber(settled);
  const skipped = Math.max(0, dayNumber(period.first) - dayNumber(settled) - 1);
  const errors = pastErrors(history, Math.min(longest, ahead));
  if (errors === null) return null;
  const provisional = numbers(series, { first: shiftDay(settled, 1), last: through }, data, basis);
  const expected = expectation(history, ahead).map((value, i) => Math.max(value, provisional[i] ?? 0));
  const rest = expected.slice(skipped).reduce((sum, value) => sum + value, 0);
  const floor = provisional.slice(skipped).reduce((sum, value) => sum + value, 0);
  const wider = Math.sqrt(ahead / Math.min(longest, ahead));
  const at = (error: number) => sumOf([actual, rounded(Math.max(Math.min(floor, rest), rest * (1 + error * wider)))]);
  return {
    amount: at(0),
    least: at(Math.min(0, errors.low)),
    most: at(Math.max(0, errors.high)),
    billedThrough,
  };
}

/** What the next days are expected to cost, from the last 21 of some history; from the mean of 28 where most cost nothing. */
function expectation(history: readonly number[], ahead: number): readonly number[] {
  const month = history.slice(-28);
  if (month.filter((value) => value <= 0).length * 2 > month.length) {
    return Array.from({ length: ahead }, () => total(month) / month.length);
  }
  const [week, before, earlier] = [history.slice(-7), history.slice(-14, -7), history.slice(-21, -14)];
  const usual = week.map((value, i) => middle([value, before[i] ?? value, earlier[i] ?? value]));
  const ratios = week.flatMap((value, i) => ((usual[i] ?? 0) > 0 ? [value / (usual[i] ?? 1)] : []));
  const level = ratios.length === 0 ? 1 : middle(ratios);
  return Array.from({ length: ahead }, (_, i) => (usual[i % 7] ?? 0) * level);
}

/** The relative errors that 19 of 20 past forecasts were above and below; null with too few of them. */
function pastErrors(history: readonly number[], ahead: number): { readonly low: number; readonly high: number } | null {
  const errors: number[] = [];
  for (
    let origin = Math.max(shortest, history.length - ahead - judgedDays + 1);
    origin + ahead <= history.length;
    origin += 1
  ) {
    const made = total(expectation(history.slice(0, origin), ahead));
    if (made > 0) errors.push(total(history.slice(origin, origin + ahead)) / made - 1);
  }
  if (errors.length < fewest) return null;
  errors.sort((a, b) => a - b);
  return { low: quantile(errors, 0.05), high: quantile(errors, 0.95) };
}

function numbers(series: SpendSeries, span: DaySpan, data: DataSpan, basis: CostBasis): readonly number[] {
  return dayCount(span) === 0 ? [] : amountsByDay(series, span, data, basis).map(Number);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
