import type { CostBasis } from '#domain/cost-query.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { absolute, compare, type Decimal, decimal, decimalText, divide, multiply } from '#domain/decimal.ts';
import type { SpendLine } from './dimension.ts';
import type { MoverFacts } from './mover-facts.ts';
import { type SkuUse, skuUses } from './used.ts';

/** Below it, a price is the same: tiers, credits and rounding move the mean of a week a little. */
const leastPercent = decimal(5);

/**
 * SKUs of which one unit cost at least five percent more or less than in the week before, the largest change of money
 * first. The lines are of one currency and of all teams, so that the mean is over all that was used. What a unit costs
 * has credits in it where the basis does: a discount that ended is a price that rose.
 */
export function priceChanges(lines: readonly SpendLine[], week: DaySpan, basis: CostBasis): MoverFacts['prices'] {
  return skuUses(lines, week, basis)
    .flatMap((sku) => {
      const percent = percentOf(sku);
      if (percent === null || compare(absolute(percent), leastPercent) < 0) return [];
      return [{ service: sku.service, sku: sku.sku, percent: decimalText(percent), cost: sku.now.cost }];
    })
    .sort((a, b) => compare(absolute(b.cost), absolute(a.cost)))
    .map(({ service, sku, percent }) => ({ service, sku, percent }));
}

/** How the price of a unit changed, with one digit after the point; null where it was nothing before. */
function percentOf({ now, before }: SkuUse): Decimal | null {
  if (before.cost.units <= 0n) return null;
  // (now.cost / now.used) ÷ (before.cost / before.used) − 1, in whole numbers until the end.
  const [top, below] = [multiply(now.cost, before.used), multiply(before.cost, now.used)];
  const scale = Math.max(top.scale, below.scale);
  const whole = (one: Decimal) => one.units * 10n ** BigInt(scale - one.scale);
  return divide({ units: (whole(top) - whole(below)) * 100n, scale: 0 }, whole(below), 1);
}
