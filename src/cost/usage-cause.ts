import type { CostBasis } from '#domain/cost-query.ts';
import type { DaySpan, MoverCause } from '#domain/cost-report.ts';
import { absolute, compare, decimal, decimalText, multiply, subtract } from '#domain/decimal.ts';
import type { SpendLine } from './dimension.ts';
import { zero } from './money.ts';
import { type SkuUse, skuUses } from './used.ts';

/**
 * The SKU of which more or less was used, where that alone, at the price of the week before, makes up half of the move:
 * traffic where requests or tokens are counted, else hours or bytes. The lines are those of the move.
 */
export function usageCause(
  delta: string,
  lines: readonly SpendLine[],
  week: DaySpan,
  basis: CostBasis,
): MoverCause | null {
  const whole = decimal(delta);
  const found = skuUses(lines, week, basis).find(({ now, before }) => {
    // Both sides times what was used before, which is above zero: nothing has to be divided.
    const part = multiply(before.cost, subtract(now.used, before.used));
    const half = multiply(whole, before.used);
    const sameWay = sign(part) === sign(half);
    return sameWay && compare(multiply(absolute(part), decimal(2)), absolute(half)) >= 0;
  });
  return found === undefined ? null : causeOf(found);
}

function causeOf({ sku, unit, now, before }: SkuUse): MoverCause {
  return { kind: 'usage', sku, unit, now: decimalText(now.used), before: decimalText(before.used) };
}

function sign(amount: SkuUse['now']['cost']): number {
  return Math.sign(compare(amount, zero));
}
