import { connectPriceList } from '#adapters/costs/price-list/connect.ts';
import type { PriceListOptions } from '#adapters/costs/price-list/options.ts';
import { UpstreamError } from '#errors.ts';
import type { PretendPriceList } from '#sandbox/price-list/server.ts';

/** A price list that reads the pretend one. */
export function connected({ url }: PretendPriceList, options: Partial<PriceListOptions> = {}) {
  return connectPriceList({
    billedAs: 'vertex-training',
    token: async () => 'pretend-token',
    quotaProject: null,
    address: url,
    timeoutMs: 5000,
    clock: () => Date.parse('2026-11-24T09:00:00Z'),
    ...options,
  });
}

export const wanted = { currency: 'EUR', families: ['e2'], accelerators: [] };

/** The UpstreamError that some work ends in. */
export async function failureOf(work: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await work.then(
    () => new Error('nothing failed'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UpstreamError)) throw error;
  return error;
}
