import type { CostDay } from '#domain/cost.ts';
import { middle } from './robust.ts';

/** Of what a day costs in all in a currency that is not the organization's, for a floor of 50. */
const share = 0.01;

/**
 * What has to be spent more than usual, in `currency`, to be told of: `least`, or as many of the smallest units where
 * those are no hundredths (for 50: 5,000 yen, 5 dinars). No rates of exchange are known, so in a currency other than the
 * organization's it is also a part of what the middle one of `totals` came to, all teams together: a hundredth for 50.
 */
export function moneyFloor(
  currency: string,
  ofOrganization: string,
  totals: ReadonlyMap<CostDay, number>,
  least = 50,
): number {
  const inUnits = unitsOf(least, currency);
  if (currency === ofOrganization || totals.size === 0) return inUnits;
  return Math.max(inUnits, ((share * least) / 50) * middle([...totals.values()]));
}

/** As many of the smallest units of a currency as `amount` is hundredths: 20 are 2,000 yen. */
export function unitsOf(amount: number, currency: string): number {
  return amount * 10 ** (2 - digitsOf(currency));
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
