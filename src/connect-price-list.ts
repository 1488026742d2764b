import { connectPriceList } from '#adapters/costs/price-list/connect.ts';
import { googleAccessToken } from '#adapters/google/access-token.ts';
import { estimateRun } from '#domain/cost-estimate.ts';
import type { Instant } from '#domain/instant.ts';
import type { PriceList } from '#domain/price-list.ts';
import type { EstimateCost } from '#domain/retraining.ts';
import type { Org } from '#playbook/organization.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';

/**
 * Estimates what runs cost: from what earlier ones were billed, otherwise, on Vertex AI Pipelines, from Google's price
 * list. Of other engines nobody knows what their machines cost. `priceList` stands in for Google's, as in tests.
 */
export function costEstimator(
  org: Org,
  secretsOf: (id: string) => ConnectionSecrets,
  now: () => Instant,
  priceList: (connection: Org['connections'][number]) => PriceList | null = (connection) =>
    googlePriceList(connection, secretsOf(connection.id)),
): EstimateCost {
  const lists = new Map<string, PriceList | null>();
  return async ({ connection: id, template, pastRuns }) => {
    const connection = org.connections.find((one) => one.id === id);
    if (connection !== undefined && !lists.has(id)) lists.set(id, priceList(connection));
    const list = lists.get(id) ?? null;
    const region = connection?.location ?? null;
    return await estimateRun(list, template, pastRuns, region, org.currency, now());
  };
}

/** Only where runs are billed by Google; an address other than Google's own is that of a pretend one. */
function googlePriceList(
  { kind, project }: Org['connections'][number],
  { url, impersonate = null }: ConnectionSecrets,
): PriceList | null {
  if (kind !== 'vertex-pipelines' || (url !== null && !url.includes('.pkg.dev/'))) return null;
  return connectPriceList({
    billedAs: 'vertex-training',
    token: googleAccessToken({ impersonate }),
    quotaProject: project,
    address: null,
    timeoutMs: 10_000,
    clock: Date.now,
  });
}
