import type { Contribution } from '#domain/cost-report.ts';
import { add, decimal, decimalText } from '#domain/decimal.ts';
import { epochMs, type Instant } from '#domain/instant.ts';
import { minus, rounded, sumOf, zero } from './money.ts';
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
const mostMoved = 3;

/**
 * Whether the last six hours that have rows cost at least three times what the same hours cost in the median of up to
 * 14 days before, and `moneyFloor` more. Rows come late, so what is there is the least it can be. Null if they did not,
 * and with less than 7 days of rows, counted from the first.
 */
export function fastSpend(rows: readonly HourlyCost[], moneyFloor: number): FastSpend | null {
  const all = [...byTheHour(rows).keys()];
  const newest = Math.max(...all);
  const found = sixHours(rows, newest, Math.min(...all));
  if (found === null) return null;
  const { actual, usual } = found;
  if (Number(actual) < factor * usual || Number(actual) - usual < moneyFloor) return null;
  const from = new Date((newest - hours + 1) * hourMs).toISOString();
  return { from, hours, actual, usual: rounded(usual) };
}

/** The services that cost most more or less in these hours than at the same hours of other days. */
export function movedInHours(
  rows: readonly (HourlyCost & { readonly service: string })[],
  { from }: Pick<FastSpend, 'from'>,
): readonly Contribution[] {
  const newest = Math.floor(epochMs(from) / hourMs) + hours - 1;
  const oldest = Math.min(...byTheHour(rows).keys());
  return [...Map.groupBy(rows, ({ service }) => service)]
    .flatMap(([value, own]): readonly Contribution[] => {
      const found = sixHours(own, newest, oldest);
      if (found === null) return [];
      const [now, before] = [found.actual, rounded(found.usual)];
      return [{ by: 'service', value, before, now, delta: minus(now, before) }];
    })
    .filter(({ delta }) => Math.abs(Number(delta)) >= 0.01)
    .sort((a, b) => Math.abs(Number(b.delta)) - Math.abs(Number(a.delta)))
    .slice(0, mostMoved);
}

/** What six hours up to one cost, and what the same hours cost in the median of earlier days; null with too few of these. */
function sixHours(
  rows: readonly HourlyCost[],
  newest: number,
  oldest: number,
): { actual: string; usual: number } | null {
  const byHour = byTheHour(rows);
  const sum = (last: number) => {
    let all = zero;
    for (let hour = last - hours + 1; hour <= last; hour += 1) all = add(all, decimal(sumOf(byHour.get(hour) ?? [])));
    return decimalText(all);
  };
  const earlier: number[] = [];
  for (let day = 1; day <= daysBack; day += 1) {
    if (newest - 24 * day - hours + 1 >= oldest) earlier.push(Number(sum(newest - 24 * day)));
  }
  return earlier.length < fewestDays ? null : { actual: sum(newest), usual: Math.max(0, middle(earlier)) };
}

/** Amounts by the hour, counted from 1970. */
function byTheHour(rows: readonly HourlyCost[]): ReadonlyMap<number, readonly string[]> {
  const byHour = new Map<number, string[]>();
  for (const { hour, amount } of rows) {
    const at = Math.floor(epochMs(hour) / hourMs);
    byHour.set(at, [...(byHour.get(at) ?? []), amount]);
  }
  return byHour;
}
