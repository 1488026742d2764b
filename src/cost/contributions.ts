import type { CostDay } from '#domain/cost.ts';
import type { CostBasis, CostDimension } from '#domain/cost-query.ts';
import type { Contribution } from '#domain/cost-report.ts';
import { absolute, compare, decimal } from '#domain/decimal.ts';
import type { SpendLine } from './dimension.ts';
import { minus, shareOf, sumOf } from './money.ts';
import { spendSeries } from './series.ts';

const most = 3;

/**
 * What moved most in each dimension between some days and others that they are compared with, as means of a day; at
 * most three values a dimension. The lines are of one currency. Empty without days on either side.
 */
export function contributions(
  lines: readonly SpendLine[],
  days: readonly CostDay[],
  compared: readonly CostDay[],
  by: readonly CostDimension[],
  basis: CostBasis,
): readonly Contribution[] {
  if (days.length === 0 || compared.length === 0) return [];
  return by.flatMap((dimension) =>
    spendSeries(lines, [dimension])
      .map(({ values: [value = null], byDay }) => {
        const mean = (some: readonly CostDay[]) =>
          shareOf(sumOf(some.map((day) => byDay.get(day)?.[basis] ?? '0')), some.length);
        const [now, before] = [mean(days), mean(compared)];
        return { by: dimension, value, before, now, delta: minus(now, before) };
      })
      .filter(({ value, delta }) => delta !== '0' && !(dimension === 'resource' && value === null))
      .sort((a, b) => compare(absolute(decimal(b.delta)), absolute(decimal(a.delta))))
      .slice(0, most),
  );
}
