import type { CostDay } from '#domain/cost.ts';
import type { CostBasis, CostDimension } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan } from '#domain/cost-report.ts';
import { add, type Decimal, decimal, decimalText } from '#domain/decimal.ts';
import { known, knownThroughout } from './data-span.ts';
import { daysIn, within } from './day.ts';
import { reader, type SpendLine } from './dimension.ts';
import { zero } from './money.ts';

/** What one combination of values cost by day, in one currency. */
export interface SpendSeries {
  /** In the order of the dimensions that were asked for. */
  readonly values: readonly (string | null)[];
  /** ISO 4217. */
  readonly currency: string;
  /** Days that have lines; a day that is known and not here cost nothing. */
  readonly byDay: ReadonlyMap<CostDay, SpendAmounts>;
}

/** Decimal text, by basis. */
type SpendAmounts = Readonly<Record<CostBasis, string>>;

type Sums = Record<CostBasis, Decimal>;

/** The lines by day, currency and the values of these dimensions; sums are exact, negating lines are summed too. */
export function spendSeries(lines: Iterable<SpendLine>, by: readonly CostDimension[]): readonly SpendSeries[] {
  const groups = new Map<string, { values: (string | null)[]; currency: string; days: Map<CostDay, Sums> }>();
  const read = by.map(reader);
  for (const line of lines) {
    const values = read.map((one) => one(line));
    const key = JSON.stringify([line.currency, ...values]);
    const group = groups.get(key) ?? { values, currency: line.currency, days: new Map<CostDay, Sums>() };
    groups.set(key, group);
    const sums = group.days.get(line.day) ?? { effective: zero, billed: zero, gross: zero };
    const effective = decimal(line.effective);
    const billed = line.billed === line.effective ? effective : decimal(line.billed);
    group.days.set(line.day, {
      effective: add(sums.effective, effective),
      billed: add(sums.billed, billed),
      gross: add(sums.gross, line.gross === line.billed ? billed : decimal(line.gross)),
    });
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { values, currency, days }]) => ({ values, currency, byDay: written(days) }));
}

function written(days: ReadonlyMap<CostDay, Sums>): ReadonlyMap<CostDay, SpendAmounts> {
  return new Map(
    [...days].map(([day, { effective, billed, gross }]) => [
      day,
      { effective: decimalText(effective), billed: decimalText(billed), gross: decimalText(gross) },
    ]),
  );
}

/** What each day of a span cost, oldest first; null where there is no data, zero where there is and nothing was used. */
export function amountsByDay(
  series: SpendSeries,
  span: DaySpan,
  data: DataSpan,
  basis: CostBasis,
): readonly (string | null)[] {
  return daysIn(span).map((day) => (known(day, data) ? (series.byDay.get(day)?.[basis] ?? '0') : null));
}

/** What a span cost in all; null unless there is data of every day of it. */
export function amountIn(series: SpendSeries, span: DaySpan, data: DataSpan, basis: CostBasis): string | null {
  if (!knownThroughout(span, data)) return null;
  let sum = zero;
  for (const [day, amounts] of series.byDay) if (within(day, span)) sum = add(sum, decimal(amounts[basis]));
  return decimalText(sum);
}

/** The currencies of the lines, the one with most lines first. Amounts of two are never added. */
export function currenciesOf(lines: Iterable<SpendLine>): readonly string[] {
  const counts = new Map<string, number>();
  for (const { currency } of lines) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([currency]) => currency);
}
