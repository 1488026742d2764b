import { decimal, divide, multiply } from '#domain/decimal.ts';
import { GoogleRefusal, invalid } from '../vertex-pipelines/refusal.ts';
import type { PretendService, PretendSku } from './pretend-sku.ts';

export interface World {
  readonly services: readonly PretendService[];
  /** How much of a currency a dollar is, as decimal text. */
  readonly conversion: Readonly<Record<string, string>>;
  readonly mostPerPage: number;
  readonly now: () => number;
}

interface Endpoint {
  /** The method's name in Google's documentation, by which the coverage table lists it. */
  readonly name: string;
  readonly path: RegExp;
  readonly parameters: readonly string[];
  answer(world: World, id: string, query: URLSearchParams): object;
}

/** What is served of the Cloud Billing API, all of it GET: https://cloud.google.com/billing/docs/reference/rest. */
export const endpoints: readonly Endpoint[] = [
  {
    name: 'services.list',
    path: /^\/v1\/services$/,
    parameters: ['pageSize', 'pageToken'],
    answer(world, _, query) {
      const { items, ...rest } = page(world.services, query, world.mostPerPage);
      return { services: items.map(serviceAnswer), ...rest };
    },
  },
  {
    name: 'services.skus.list',
    path: /^\/v1\/services\/([^/]+)\/skus$/,
    parameters: ['pageSize', 'pageToken', 'currencyCode'],
    answer(world, id, query) {
      const service = world.services.find((one) => one.id === id);
      if (service === undefined) throw new GoogleRefusal('NOT_FOUND', `Service services/${id} not found.`);
      const currency = query.get('currencyCode') || 'USD';
      const rate = world.conversion[currency];
      if (rate === undefined) throw invalid(`Currency code ${currency} is not supported.`);
      const { items, ...rest } = page(service.skus, query, world.mostPerPage);
      const enums = query.get('$alt')?.includes('enum-encoding=int') === true ? 'numbers' : 'names';
      return { skus: items.map((sku) => skuAnswer(world, service, sku, { currency, rate, enums })), ...rest };
    },
  },
];

/** Answers one GET. Refuses with a GoogleRefusal; null where no such path is served. */
export function answer(world: World, url: URL): object | null {
  const endpoint = endpoints.find(({ path }) => path.test(url.pathname));
  if (endpoint === undefined) return null;
  const known = [...endpoint.parameters, '$alt', 'alt'];
  const unknown = [...url.searchParams.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw invalid(`Invalid JSON payload received. Unknown name "${unknown}": Cannot bind query parameter.`);
  }
  return endpoint.answer(world, endpoint.path.exec(url.pathname)?.[1] ?? '', url.searchParams);
}

function page<Item>(
  all: readonly Item[],
  query: URLSearchParams,
  most: number,
): { readonly items: readonly Item[]; readonly nextPageToken: string } {
  const size = Number(query.get('pageSize') ?? 0);
  if (!Number.isInteger(size) || size < 0) throw invalid('The page size must not be negative.');
  const from = offsetOf(query.get('pageToken') ?? '');
  if (from > all.length) throw invalid('The page token is not valid.');
  const end = from + Math.min(size === 0 ? most : size, most);
  return { items: all.slice(from, end), nextPageToken: end < all.length ? tokenOf(end) : '' };
}

const tokenOf = (offset: number) => Buffer.from(`from ${offset}`).toString('base64url');

function offsetOf(token: string): number {
  if (token === '') return 0;
  const offset = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (offset === undefined) throw invalid('The page token is not valid.');
  return Number(offset);
}

function serviceAnswer({ id, title }: PretendService): object {
  return { name: `services/${id}`, serviceId: id, displayName: title, businessEntityName: 'businessEntities/GCP' };
}

/** Base units, and how many of them make the unit of the price. */
const bases: Readonly<Record<string, readonly [base: string, factor: number]>> = {
  h: ['s', 3600],
  'GiBy.h': ['By.s', 3600 * 2 ** 30],
  'GBy.h': ['By.s', 3600e9],
};

interface Asked {
  readonly currency: string;
  readonly rate: string;
  readonly enums: 'names' | 'numbers';
}

function skuAnswer(world: World, service: PretendService, sku: PretendSku, { currency, rate, enums }: Asked): object {
  const { id, description, resourceFamily, resourceGroup, usageType, regions, unit } = sku;
  const price = divide(multiply(decimal(sku.usd), decimal(rate)), 1n, 9).units;
  const unitPrice = {
    currencyCode: currency,
    units: String(price / 1_000_000_000n),
    nanos: Number(price % 1_000_000_000n),
  };
  const [baseUnit, baseUnitConversionFactor] = bases[unit] ?? [unit, 1];
  return {
    name: `services/${service.id}/skus/${id}`,
    skuId: id,
    description,
    category: { serviceDisplayName: service.title, resourceFamily, resourceGroup, usageType },
    serviceRegions: regions,
    pricingInfo: [
      {
        summary: '',
        pricingExpression: {
          usageUnit: unit,
          baseUnit,
          baseUnitConversionFactor,
          displayQuantity: 1,
          tieredRates: sku.tieredRates ?? [{ startUsageAmount: 0, unitPrice }],
        },
        currencyConversionRate: Number(rate),
        effectiveTime: new Date(world.now()).toISOString(),
      },
    ],
    serviceProviderName: 'Google',
    geoTaxonomy: { type: enums === 'numbers' ? 2 : 'REGIONAL', regions },
  };
}
