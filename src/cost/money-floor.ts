import type { CostDay } from '#domain/cost.ts';
import { middle } from './robust.ts';

/** What counts in a currency whose smallest unit is a hundredth. */
const leastHundredths = 50;
/** Of what a day costs in all in a currency that is not the organization's. */
const share = 0.01;

/**
 * What a day has to cost more than usual, in `currency`, to be told of: 50, or as many of the smallest units where those
 * are no hundredths (5,000 yen, 5 dinars). No rates of exchange are known, so in a currency other than the
 * organization's it is also at least a hundredth of what the middle one of `totals` came to, all teams together.
 */
export function moneyFloor(currency: string, ofOrganization: string, totals: ReadonlyMap<CostDay, number>): number {
  const least = leastHundredths * 10 ** (2 - digitsOf(currency));
  if (currency === ofOrganization || totals.size === 0) return least;
  return Math.max(least, share * middle([...totals.values()]));
}

/** Digits after the point that amounts in a currency have; two for one that is not known. */
function digitsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch (error) {
    if (error instanceof RangeError) return 2;
    throw error;
  }
}
