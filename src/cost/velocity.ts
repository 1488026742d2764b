import { add, decimal, decimalText } from '#domain/decimal.ts';
import { epochMs, type Instant } from '#domain/instant.ts';
import { rounded, sumOf, zero } from './money.ts';
import { middle } from './robust.ts';

/** What an hour cost, by its beginning; decimal text in one currency. */
export interface HourlyCost {
  readonly hour: Instant;
  readonly amount: string;
}

/** Some hours that cost far more than the same hours of other days. */
export interface FastSpend {
  readonly from: Instant;
  readonly hours: number;
  readonly actual: string;
  readonly usual: string;
}

const hourMs = 3_600_000;
const hours = 6;
const daysBack = 14;
const fewestDays = 7;
const factor = 3;

/**
 * Whether the last six hours that have rows cost at least three times what the same hours cost in the median of up to
 * 14 days before, and `moneyFloor` more. Rows come late, so what is there is the least it can be. Null if they did not,
 * and with less than 7 days of rows, counted from the first.
 */
export function fastSpend(rows: readonly HourlyCost[], moneyFloor: number): FastSpend | null {
  const byHour = new Map<number, string[]>();
  for (const { hour, amount } of rows) {
    const at = Math.floor(epochMs(hour) / hourMs);
    byHour.set(at, [...(byHour.get(at) ?? []), amount]);
  }
  const newest = Math.max(...byHour.keys());
  const oldest = Math.min(...byHour.keys());
  const sum = (last: number) => {
    let all = zero;
    for (let hour = last - hours + 1; hour <= last; hour += 1) all = add(all, decimal(sumOf(byHour.get(hour) ?? [])));
    return decimalText(all);
  };
  const earlier: number[] = [];
  for (let day = 1; day <= daysBack; day += 1) {
    if (newest - 24 * day - hours + 1 >= oldest) earlier.push(Number(sum(newest - 24 * day)));
  }
  if (earlier.length < fewestDays) return null;
  const [actual, usual] = [sum(newest), Math.max(0, middle(earlier))];
  if (Number(actual) < factor * usual || Number(actual) - usual < moneyFloor) return null;
  const from = new Date((newest - hours + 1) * hourMs).toISOString();
  return { from, hours, actual, usual: rounded(usual) };
}
