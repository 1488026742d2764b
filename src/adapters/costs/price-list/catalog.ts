import type { CloudCatalogClient } from '@google-cloud/billing';
import { z } from 'zod';
import { UpstreamError } from '#errors.ts';
import type { Sku } from './hour-price.ts';
import { type PriceListOptions, priceListTitle } from './options.ts';
import { answered } from './transport.ts';

/** The two reads of Google's catalogue that prices take. Each throws an UpstreamError for whatever goes wrong. */
export interface Catalog {
  /** The ids of all services, as `6F81-5844-456A`. */
  serviceIds(): Promise<ReadonlySet<string>>;
  /** The SKUs of a service that are the price of a machine, with prices in `currency`, a page at a time. */
  skus(serviceId: string, currency: string): AsyncGenerator<readonly Sku[]>;
}

/** Small enough that reading one does not keep the process from everything else for long. */
const pageSize = 1000;
/** A hundred times what the largest service has. */
const mostPages = 4000;

/** Google's client, loaded when first used because it is large. Its pages and messages, our transport. */
export function catalog(options: PriceListOptions): Catalog {
  let client: Promise<CloudCatalogClient> | null = null;
  const connected = () => {
    client ??= newClient(options);
    return client;
  };

  return {
    async serviceIds() {
      const ids = new Set<string>();
      const api = await connected();
      const pages = allPages((pageToken) => api.listServices({ pageSize, pageToken }, onePage));
      for await (const services of pages) for (const { serviceId } of services) ids.add(serviceId ?? '');
      return ids;
    },
    async *skus(serviceId, currencyCode) {
      const api = await connected();
      const parent = `services/${serviceId}`;
      yield* allPages((pageToken) => api.listSkus({ parent, currencyCode, pageSize, pageToken }, onePage));
    },
  };
}

const onePage = { autoPaginate: false };

async function* allPages<Item>(
  page: (token: string) => Promise<[Item[], { pageToken?: string | null } | null, unknown]>,
): AsyncGenerator<readonly Item[]> {
  const seen = new Set<string>();
  for (let token = ''; seen.size < mostPages; ) {
    const [items, next] = await onceMore(() => page(token));
    yield items;
    token = next?.pageToken ?? '';
    if (token === '' || seen.has(token)) return;
    seen.add(token);
  }
}

/** A page is asked for a second time where the first failed for a moment: one of many fails now and then. */
async function onceMore<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const momentary = error instanceof UpstreamError && error.retryable && error.status !== 429;
    if (!momentary) throw unreadable(error);
  }
  try {
    return await ask();
  } catch (error) {
    throw unreadable(error);
  }
}

/** What the client throws of itself is about an answer that it cannot decode. */
function unreadable(cause: unknown): unknown {
  if (cause instanceof UpstreamError) return cause;
  const sentence = `${priceListTitle} was read, but an answer cannot be understood. Tell whoever maintains Countersign.`;
  return new UpstreamError(priceListTitle, sentence, { retryable: true }, { cause });
}

type ClientOptions = NonNullable<ConstructorParameters<typeof CloudCatalogClient>[0]>;

/** Of an authentication client, the part that Google's client uses when it speaks REST. */
const transportForm = z.custom<NonNullable<ClientOptions['authClient']>>(
  (value) => typeof value === 'object' && value !== null && 'fetch' in value && 'getRequestHeaders' in value,
);

async function newClient(options: PriceListOptions): Promise<CloudCatalogClient> {
  const { CloudCatalogClient: Client } = await import('@google-cloud/billing');
  const authClient = transportForm.parse({
    universeDomain: 'googleapis.com',
    getRequestHeaders: async () => new Headers(),
    fetch: (url: string | URL) => answered(options, String(url)),
  });
  if (options.address === null) return new Client({ fallback: true, authClient });
  const { hostname, port, protocol } = new URL(options.address);
  const standard = protocol === 'https:' ? 443 : 80;
  const at = { apiEndpoint: hostname, protocol: protocol.slice(0, -1), port: port === '' ? standard : Number(port) };
  return new Client({ fallback: true, authClient, ...at });
}
