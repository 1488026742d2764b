import { z } from 'zod';
import { UpstreamError } from '#errors.ts';
import { exchange } from '../../exchange.ts';
import { refused } from './failures.ts';
import { type PriceListOptions, priceListTitle } from './options.ts';
import { billableOf } from './sku-description.ts';

/**
 * One request, sent once with the token of that moment. Its answer is JSON, and of SKUs only those that are the price
 * of a machine; anything else is an UpstreamError.
 */
export async function answered(options: PriceListOptions, url: string): Promise<Response> {
  const asked = { system: priceListTitle, doing: 'list its prices', write: false };
  const token = await accessToken(options);
  const { host } = new URL(url);
  const wire = { host, timeoutMs: options.timeoutMs, fetch: options.fetch ?? fetch };
  const answer = await exchange(wire, asked, url, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(options.quotaProject !== null && { 'x-goog-user-project': options.quotaProject }),
    },
  });
  const fine = answer.status >= 200 && answer.status < 300 && answer.json !== undefined;
  if (!fine) throw refused(asked, host, answer, token);
  return new Response(prepared(answer.json, options));
}

const skuPage = z.looseObject({ skus: z.array(z.looseObject({ description: z.string().default('') })) });
const money = z.object({
  units: z.union([z.string().regex(/^-?\d+$/), z.int()]).optional(),
  nanos: z.int().optional(),
});

/**
 * Makes little work for Google's client, which takes seconds and hundreds of megabytes to decode all SKUs of Compute
 * Engine. It would also take a part of a price that is no number for zero, and the rest for the price.
 */
function prepared(json: unknown, { billedAs }: PriceListOptions): string {
  const page = skuPage.safeParse(json);
  const kept = page.success
    ? { ...page.data, skus: page.data.skus.filter(({ description }) => billableOf(description, billedAs) !== null) }
    : json;
  return JSON.stringify(kept, (key, value: unknown) =>
    key === 'unitPrice' && !money.safeParse(value).success ? null : value,
  );
}

async function accessToken({ token }: PriceListOptions): Promise<string> {
  try {
    return await token();
  } catch (cause) {
    if (cause instanceof UpstreamError) throw cause;
    const sentence = `No access token for the ${priceListTitle} could be had, so nothing was asked. Check the application default credentials that Countersign runs with.`;
    throw new UpstreamError(priceListTitle, sentence, { retryable: true, mendable: true }, { cause });
  }
}
