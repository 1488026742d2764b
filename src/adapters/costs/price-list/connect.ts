import { instantAt } from '#domain/instant.ts';
import type { BilledAs, PriceList, UnitPrices, WantedPrices } from '#domain/price-list.ts';
import type { RegistryHealth } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import { problemOf } from '../../pipelines/problem-of.ts';
import { type Catalog, catalog } from './catalog.ts';
import { type PriceListOptions, priceListTitle } from './options.ts';
import { type PriceTable, priceTable } from './price-table.ts';

/** Google keeps these ids, while names change. */
const serviceIds: Readonly<Record<BilledAs, string>> = {
  'vertex-training': 'C7E2-9256-1C43',
  'compute-engine': '6F81-5844-456A',
};

/** Google brings prices up to date about twice a day. */
const keptMs = 86_400_000;

interface Reading {
  readonly startedMs: number;
  readonly table: Promise<PriceTable>;
}

/**
 * Google's public price list. The first question of a day in a currency reads all SKUs of the service, which takes
 * seconds; the rest are answered from memory. Makes no request itself and loads nothing large before the first.
 */
export function connectPriceList(options: PriceListOptions): PriceList {
  const { billedAs, clock } = options;
  const source = catalog(options);
  const readings = new Map<string, Reading>();

  function reading(currency: string): Reading {
    const known = readings.get(currency);
    if (known !== undefined && clock() - known.startedMs < keptMs) return known;
    const begun = { startedMs: clock(), table: readAll(source, billedAs, currency) };
    readings.set(currency, begun);
    begun.table.catch(() => {
      if (readings.get(currency) === begun) readings.delete(currency);
    });
    return begun;
  }

  return {
    title: priceListTitle,
    billedAs,
    async pricesFor(region, wanted) {
      const { startedMs, table } = reading(wanted.currency);
      return chosen(await table, { region, billedAs, readMs: startedMs }, wanted);
    },
    check: () => checkCatalog(source, billedAs),
  };
}

async function readAll(source: Catalog, billedAs: BilledAs, currency: string): Promise<PriceTable> {
  const table = priceTable(billedAs, currency);
  for await (const skus of source.skus(serviceIds[billedAs], currency)) table.add(skus);
  return table;
}

function chosen(
  table: PriceTable,
  { region, billedAs, readMs }: { readonly region: string; readonly billedAs: BilledAs; readonly readMs: number },
  { currency, families, accelerators }: WantedPrices,
): UnitPrices {
  const family = (name: string) => {
    const cpuHour = table.price(region, 'cpu', name);
    const gibHour = table.price(region, 'memory', name);
    return cpuHour === null || gibHour === null ? null : { cpuHour, gibHour };
  };
  return {
    region,
    currency,
    billedAs,
    readAt: instantAt(readMs),
    families: Object.fromEntries(families.map((name) => [name, family(name)])),
    accelerators: Object.fromEntries(accelerators.map((model) => [model, table.price(region, 'accelerator', model)])),
  };
}

/** Whether the list can be read, and still has the service that we read. */
async function checkCatalog(source: Catalog, billedAs: BilledAs): Promise<RegistryHealth> {
  const found = { version: null, clockSkewMs: null };
  try {
    const ids = await source.serviceIds();
    const id = serviceIds[billedAs];
    if (ids.has(id)) return { ...found, reachable: true, problems: [] };
    const sentence = `${priceListTitle} has no service ${id}, so what runs will cost is known from bills only.`;
    return { ...found, reachable: true, problems: [{ sentence, fix: 'Tell whoever maintains Countersign.' }] };
  } catch (error) {
    const reachable = error instanceof UpstreamError && error.status !== null;
    return { ...found, reachable, problems: [problemOf(error)] };
  }
}
