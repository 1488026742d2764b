import type { BilledAs } from '#domain/price-list.ts';

/** The name people use for it, in every sentence. */
export const priceListTitle = 'Google Cloud price list';

/** Google's public price list, read for one way of being billed. */
export interface PriceListOptions {
  readonly billedAs: BilledAs;
  /** An OAuth 2 access token with the scope `cloud-platform` or `cloud-billing.readonly`, fresh enough for one request. */
  readonly token: () => Promise<string>;
  /** The project whose quota is used; null for that of the credentials, which those of a person do not have. */
  readonly quotaProject: string | null;
  /** Where it is served, as `http://127.0.0.1:4001`; null for Google's own. */
  readonly address: string | null;
  /** Of one page. */
  readonly timeoutMs: number;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly fetch?: typeof fetch;
}
