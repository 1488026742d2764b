import type { protos } from '@google-cloud/billing';
import { compare, type Decimal, decimal, decimalText, multiply } from '#domain/decimal.ts';
import type { Billable } from './sku-description.ts';

export type Sku = protos.google.cloud.billing.v1.ISku;

/** How much of the unit in which a SKU is priced makes an hour of what is counted: a vCPU, a GiB, an accelerator. */
const units: Readonly<Record<Billable['kind'], ReadonlyMap<string, string>>> = {
  cpu: new Map([['h', '1']]),
  // A gigabyte has 10^9 bytes, a GiB 2^30.
  memory: new Map([
    ['GiBy.h', '1'],
    ['GBy.h', '1.073741824'],
  ]),
  accelerator: new Map([['h', '1']]),
};

/**
 * The price of an hour, as decimal text. Null for what cannot be one: another currency or unit, a price that
 * depends on how much was used before, none at all, or zero.
 */
export function hourPrice(sku: Sku, kind: Billable['kind'], currency: string): string | null {
  // A timeline, the newest last.
  const expression = sku.pricingInfo?.at(-1)?.pricingExpression;
  const factor = units[kind].get(expression?.usageUnit ?? '');
  const [rate, ...more] = expression?.tieredRates ?? [];
  if (factor === undefined || rate === undefined || more.length > 0 || (rate.startUsageAmount ?? 0) !== 0) return null;
  const money = rate.unitPrice;
  if (money?.currencyCode !== currency) return null;
  const price = amount(String(money.units ?? '0'), money.nanos ?? 0);
  return price === null || compare(price, decimal(0)) <= 0 ? null : decimalText(multiply(price, decimal(factor)));
}

/** `google.type.Money`: whole units, and billionths of the same sign. Null where that is not so. */
function amount(whole: string, nanos: number): Decimal | null {
  if (!/^\d+$/.test(whole) || !Number.isInteger(nanos) || nanos < 0 || nanos > 999_999_999) return null;
  return { units: BigInt(whole) * 1_000_000_000n + BigInt(nanos), scale: 9 };
}
