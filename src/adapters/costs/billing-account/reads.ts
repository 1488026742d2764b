import type { CloudBillingClient } from '@google-cloud/billing';
import { z } from 'zod';
import { UpstreamError } from '#errors.ts';
import { type Asked, exchange } from '../../exchange.ts';
import { refused } from '../price-list/failures.ts';

const system = 'Google Cloud Billing';

export interface BillingAccountOptions {
  /** An OAuth 2 access token with the scope `cloud-platform` or `cloud-billing.readonly`. */
  readonly token: () => Promise<string>;
  /** The project whose quota is used. */
  readonly quotaProject: string;
  /** Of one request. */
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch;
}

/** To which account a project's use is charged, as `0A1B2C-3D4E5F-6A7B8C`; null for none. */
interface BillingLink {
  readonly project: string;
  readonly account: string | null;
  readonly enabled: boolean;
}

/**
 * All that is asked of billing accounts, with `Catalog` of the price list all that is asked of Google Cloud Billing.
 * Google's client could also unlink a project from its account, which stops everything the project pays for; nothing
 * here reaches that, and the transport sends no request that could. Each throws an UpstreamError.
 */
export interface BillingReads {
  linkOf(project: string): Promise<BillingLink>;
  linksOf(account: string): Promise<readonly BillingLink[]>;
  account(id: string): Promise<{ readonly name: string; readonly currency: string; readonly open: boolean }>;
}

/** Google's client, loaded when first used because it is large. */
export function billingReads(options: BillingAccountOptions): BillingReads {
  let client: Promise<CloudBillingClient> | null = null;
  const connected = () => {
    client ??= newClient(options);
    return client;
  };
  return {
    async linkOf(project) {
      const api = await connected();
      const [info] = await api.getProjectBillingInfo({ name: `projects/${project}` });
      return linkFrom(info);
    },
    async linksOf(account) {
      const api = await connected();
      const [infos] = await api.listProjectBillingInfo({ name: `billingAccounts/${account}` });
      return infos.map(linkFrom);
    },
    async account(id) {
      const api = await connected();
      const [found] = await api.getBillingAccount({ name: `billingAccounts/${id}` });
      return { name: found.displayName ?? '', currency: found.currencyCode ?? '', open: found.open === true };
    },
  };
}

function linkFrom(info: {
  readonly projectId?: string | null;
  readonly billingAccountName?: string | null;
  readonly billingEnabled?: boolean | null;
}): BillingLink {
  const account = (info.billingAccountName ?? '').replace(/^billingAccounts\//, '');
  return {
    project: info.projectId ?? '',
    account: account === '' ? null : account,
    enabled: info.billingEnabled === true,
  };
}

type ClientOptions = NonNullable<ConstructorParameters<typeof CloudBillingClient>[0]>;

/** Of an authentication client, the part that Google's client uses when it speaks REST. */
const transportForm = z.custom<NonNullable<ClientOptions['authClient']>>(
  (value) => typeof value === 'object' && value !== null && 'fetch' in value && 'getRequestHeaders' in value,
);

async function newClient(options: BillingAccountOptions): Promise<CloudBillingClient> {
  const { CloudBillingClient: Client } = await import('@google-cloud/billing');
  const authClient = transportForm.parse({
    universeDomain: 'googleapis.com',
    getRequestHeaders: async () => new Headers(),
    fetch: (url: string | URL, init?: RequestInit) => answered(options, String(url), init?.method ?? 'GET'),
  });
  return new Client({ fallback: true, authClient });
}

/** One read. Anything but a read is refused before it is sent. */
async function answered(
  { token, quotaProject, timeoutMs, fetch: send = fetch }: BillingAccountOptions,
  url: string,
  method: string,
): Promise<Response> {
  if (method.toUpperCase() !== 'GET') {
    throw new UpstreamError(system, `${system} is only read, so ${method} was not sent.`, { retryable: false });
  }
  const asked: Asked = { system, doing: 'tell about billing accounts', write: false };
  const secret = await token();
  const { host } = new URL(url);
  const headers = {
    authorization: `Bearer ${secret}`,
    accept: 'application/json',
    'x-goog-user-project': quotaProject,
  };
  const answer = await exchange({ host, timeoutMs, fetch: send }, asked, url, { headers });
  if (answer.status === 404) {
    const sentence = `${system} knows no such project or account. Check the project of the connection in org.yaml.`;
    throw new UpstreamError(system, sentence, { status: 404, retryable: false, mendable: true });
  }
  if (answer.status < 200 || answer.status >= 300 || answer.json === undefined)
    throw refused(asked, host, answer, secret);
  return new Response(answer.text);
}
