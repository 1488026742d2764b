import { globSync, readFileSync } from 'node:fs';
import { CloudCatalogClient } from '@google-cloud/billing';
import { PassThroughClient } from 'google-auth-library';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpoints } from '#sandbox/price-list/answers.ts';
import { type PretendPriceList, startPretendPriceList } from '#sandbox/price-list/server.ts';

let server: PretendPriceList;
beforeEach(async () => {
  server = await startPretendPriceList({ mostPerPage: 40, clock: () => Date.parse('2026-11-24T09:00:00Z') });
});
afterEach(() => server.close());

async function ask(path: string, headers: Record<string, string> = { authorization: 'Bearer pretend-token' }) {
  const response = await fetch(`${server.url}${path}`, { headers });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: (json ? JSON.parse(text) : text) as Record<string, unknown> };
}

const compute = '/v1/services/6F81-5844-456A/skus';
const refusal = (code: number, status: string) => ({ status: code, body: { error: { code, status } } });

/** Every item of a list, page by page. */
async function all(path: string, list: string): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for (let token = ''; ; ) {
    const { body } = await ask(`${path}${path.includes('?') ? '&' : '?'}pageToken=${token}`);
    items.push(...(body[list] as Record<string, unknown>[]));
    token = String(body['nextPageToken']);
    if (token === '') return items;
  }
}

it('lists its services', async () => {
  expect(await all('/v1/services?pageSize=2', 'services')).toEqual([
    expect.objectContaining({
      name: 'services/6F81-5844-456A',
      serviceId: '6F81-5844-456A',
      displayName: 'Compute Engine',
    }),
    expect.objectContaining({ serviceId: 'C7E2-9256-1C43', displayName: 'Vertex AI' }),
    expect.objectContaining({ serviceId: '95FF-2EF5-5EA1' }),
  ]);
});

it('lists the SKUs of a service page by page, each once', async () => {
  const skus = await all(compute, 'skus');
  expect(skus.length).toBeGreaterThan(80);
  expect(new Set(skus.map(({ skuId }) => skuId)).size).toBe(skus.length);
  expect(skus).toContainEqual({
    name: expect.stringMatching(/^services\/6F81-5844-456A\/skus\/[0-9A-F]{4}(-[0-9A-F]{4}){2}$/),
    skuId: expect.any(String),
    description: 'N2 Instance Ram running in Netherlands',
    category: {
      serviceDisplayName: 'Compute Engine',
      resourceFamily: 'Compute',
      resourceGroup: 'RAM',
      usageType: 'OnDemand',
    },
    serviceRegions: ['europe-west4'],
    pricingInfo: [
      {
        summary: '',
        pricingExpression: {
          usageUnit: 'GiBy.h',
          baseUnit: 'By.s',
          baseUnitConversionFactor: 3_865_470_566_400,
          displayQuantity: 1,
          tieredRates: [{ startUsageAmount: 0, unitPrice: { currencyCode: 'USD', units: '0', nanos: 4_664_937 } }],
        },
        currencyConversionRate: 1,
        effectiveTime: '2026-11-24T09:00:00.000Z',
      },
    ],
    serviceProviderName: 'Google',
    geoTaxonomy: { type: 'REGIONAL', regions: ['europe-west4'] },
  });
  const small = await ask(`${compute}?pageSize=3&currencyCode=EUR`);
  expect(small.body['skus']).toHaveLength(3);
});

describe('what it refuses', () => {
  it.each([
    ['a stranger', compute, { authorization: 'Bearer stranger' }, refusal(401, 'UNAUTHENTICATED')],
    ['a service it does not have', '/v1/services/NONE/skus', undefined, refusal(404, 'NOT_FOUND')],
    ['a currency it does not have', `${compute}?currencyCode=XXX`, undefined, refusal(400, 'INVALID_ARGUMENT')],
    ['a parameter it does not have', `${compute}?currency=EUR`, undefined, refusal(400, 'INVALID_ARGUMENT')],
    ['a negative page size', `${compute}?pageSize=-1`, undefined, refusal(400, 'INVALID_ARGUMENT')],
    ['a page token of its own making', `${compute}?pageToken=next`, undefined, refusal(400, 'INVALID_ARGUMENT')],
    ['another path', '/v1/other', undefined, { status: 404, body: expect.stringContaining('<!DOCTYPE html>') }],
  ])('is %s', async (_name, path, headers, answer) => {
    expect(await ask(path, headers)).toMatchObject(answer);
  });
});

it("is read by Google's own client to the last page", async () => {
  const open = await startPretendPriceList({ token: null, mostPerPage: 40 });
  const client = new CloudCatalogClient({
    fallback: true,
    protocol: 'http',
    apiEndpoint: '127.0.0.1',
    port: Number(new URL(open.url).port),
    authClient: new PassThroughClient() as never,
  });
  const [services] = await client.listServices();
  expect(services.map(({ serviceId }) => serviceId)).toEqual(['6F81-5844-456A', 'C7E2-9256-1C43', '95FF-2EF5-5EA1']);
  const [skus] = await client.listSkus({ parent: 'services/6F81-5844-456A', currencyCode: 'EUR' });
  expect(skus.map(({ skuId }) => skuId)).toEqual((await all(compute, 'skus')).map(({ skuId }) => skuId));
  expect(skus[0]).toMatchObject({
    geoTaxonomy: { type: 'REGIONAL' },
    pricingInfo: [{ pricingExpression: { tieredRates: [{ unitPrice: { currencyCode: 'EUR', units: '0' } }] } }],
  });
  await open.close();
});

/** Which test meets which method of the API: `file › name of the test`. */
const coverage: Readonly<Record<string, string>> = {
  'services.list': 'adapters/price-list › reads the services, and finds nothing wrong where ours is there',
  'services.skus.list': 'adapters/price-list › are found on all pages, for the region that is asked for',
};

describe('the coverage table', () => {
  it('names every method that is served, and no other', () => {
    expect(Object.keys(coverage).sort()).toEqual(endpoints.map(({ name }) => name).sort());
  });

  it.each(Object.entries(coverage))('%s is met by a test that is there', (_method, where) => {
    const [file = '', name = ''] = where.split(' › ');
    const texts = globSync(`test/${file}{,.test}.ts`).map((path) => readFileSync(path, 'utf8'));
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain(`'${name}'`);
  });
});
