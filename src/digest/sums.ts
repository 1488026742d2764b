import { add, compare, decimal, decimalText } from '#domain/decimal.ts';
import type { Amount } from '#domain/weekly-digest.ts';
import { costText } from '#views/wording.ts';

/** Amounts by currency, the largest first; those that are not known are left out. */
function sums(amounts: readonly (Amount | null)[]): readonly Amount[] {
  const by = new Map<string, ReturnType<typeof decimal>>();
  for (const one of amounts) {
    if (one === null) continue;
    by.set(one.currency, add(by.get(one.currency) ?? decimal(0), decimal(one.amount)));
  }
  return [...by]
    .sort(([, a], [, b]) => compare(b, a))
    .map(([currency, amount]) => ({ currency, amount: decimalText(amount) }));
}

/** `€55 a day`, or `€55 and $3 a day`; empty where nothing is known. */
export function perDayText(amounts: readonly (Amount | null)[]): string {
  const known = sums(amounts).filter(({ amount }) => Number(amount) > 0);
  return known.length === 0 ? '' : `${known.map(costText).join(' and ')} a day`;
}
