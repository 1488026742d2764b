import { compare, decimal } from '#domain/decimal.ts';
import type { BilledAs } from '#domain/price-list.ts';
import { hourPrice, type Sku } from './hour-price.ts';
import { billableOf } from './sku-description.ts';

/** On-demand prices of an hour by region and what it is of; null where SKUs disagree or one cannot be read. */
export interface PriceTable {
  add(skus: readonly Sku[]): void;
  /** `what` is a family for vCPUs and memory, a model for accelerators. Null for what is not there or not one price. */
  price(region: string, kind: 'cpu' | 'memory' | 'accelerator', what: string): string | null;
}

export function priceTable(billedAs: BilledAs, currency: string): PriceTable {
  const prices = new Map<string, string | null>();
  const key = (region: string, kind: string, what: string) => `${region} ${kind} ${what}`;

  function note(at: string, price: string | null): void {
    const known = prices.get(at);
    const same = known && price && compare(decimal(known), decimal(price)) === 0;
    prices.set(at, known === undefined || same ? price : null);
  }

  return {
    add(skus) {
      for (const sku of skus) {
        const billable = billableOf(sku.description ?? '', billedAs);
        if (billable === null || sku.category?.usageType !== 'OnDemand') continue;
        const price = hourPrice(sku, billable.kind, currency);
        const what = billable.kind === 'accelerator' ? billable.model : billable.family;
        for (const region of sku.serviceRegions ?? []) note(key(region, billable.kind, what), price);
      }
    },
    price: (region, kind, what) => prices.get(key(region, kind, what)) ?? null,
  };
}
