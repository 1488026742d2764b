import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { estimateRun } from '#domain/cost-estimate.ts';
import { UpstreamError } from '#errors.ts';
import type { FaultName, FaultOptions } from '#sandbox/faults.ts';
import { type PretendPriceList, startPretendPriceList } from '#sandbox/price-list/server.ts';
import { machine, now, run, template, took } from '../domain/cost-facts.ts';
import { connected, failureOf, wanted } from './price-list-connection.ts';

let server: PretendPriceList;
beforeEach(async () => {
  server = await startPretendPriceList();
});
afterEach(() => server.close());

const title = 'Google Cloud price list';
const prices = (options: Parameters<typeof connected>[1] = {}) =>
  failureOf(connected(server, options).pricesFor('us-central1', wanted));

describe('a price list that fails', () => {
  it.each<[FaultName, FaultOptions, object, string]>([
    [
      'too-many-requests',
      { retryAfterSeconds: 12 },
      { status: 429, retryable: true, mendable: false, retryAfterMs: 12_000 },
      `${title} takes no more requests at the moment. Ask again in 12 s, or raise the quota of cloudbilling.googleapis.com.`,
    ],
    [
      'too-many-requests',
      {},
      { status: 429, retryable: true, retryAfterMs: 60_000 },
      `${title} takes no more requests at the moment. Ask again in 60 s, or raise the quota of cloudbilling.googleapis.com.`,
    ],
    [
      'error-500',
      {},
      { status: 500, retryable: true, mendable: false },
      `${title} failed with status 500 when asked to list its prices. It says: Internal error encountered.`,
    ],
    ['down', {}, { status: null, retryable: true }, `${title} broke the connection off when asked to list its prices.`],
    [
      'slow',
      { ms: Number.POSITIVE_INFINITY },
      { status: null, retryable: true },
      `${title} did not answer within 0.2 s when asked to list its prices.`,
    ],
  ])('%s %o is told', async (fault, options, details, sentence) => {
    server.faults.set(fault, options);
    const error = await prices({ timeoutMs: fault === 'slow' ? 200 : 5000 });
    expect(error).toMatchObject({ system: title, ambiguous: false, ...details });
    expect(error.message).toBe(sentence);
  });

  it('is asked a second time for a page that failed for a moment, and not where it asked us to wait', async () => {
    server.faults.set('error-500', { times: 1 });
    expect((await connected(server).pricesFor('us-central1', wanted)).families['e2']).not.toBeNull();
    server.faults.set('down', { times: 2 });
    expect((await prices()).status).toBeNull();
    const before = server.requests.length;
    server.faults.set('too-many-requests', { times: 1 });
    expect((await prices()).status).toBe(429);
    expect(server.requests).toHaveLength(before + 1);
  });

  it('is asked anew after a failure, which is not kept', async () => {
    const list = connected(server);
    server.faults.set('too-many-requests', { times: 1 });
    await failureOf(list.pricesFor('us-central1', wanted));
    expect((await list.pricesFor('us-central1', wanted)).families['e2']).not.toBeNull();
  });

  it('that refuses connections is told apart', async () => {
    const gone = await startPretendPriceList();
    await gone.close();
    const error = await prices({ address: gone.url });
    expect(error.message).toBe(
      `${title} at ${new URL(gone.url).host} accepts no connection. Check that it runs and that its address is right.`,
    );
  });
});

describe('a price list that refuses', () => {
  it('says that the API is off', async () => {
    server.setAccess('off');
    const error = await prices();
    expect(error).toMatchObject({ status: 403, retryable: false, mendable: true });
    expect(error.message).toContain('gcloud services enable cloudbilling.googleapis.com');
  });

  it('names the permission on the project whose quota is used', async () => {
    server.setAccess('no-quota');
    expect(await connected(server).pricesFor('us-central1', wanted)).toBeDefined();
    const error = await prices({ quotaProject: 'northwind-ml' });
    expect(error).toMatchObject({ status: 403, retryable: false, mendable: true });
    expect(error.message).toContain('Give it serviceusage.services.use there');
  });

  it.each([
    [
      { status: 'PERMISSION_DENIED', message: "Permission 'billing.skus.list' denied on resource '//x'." },
      `${title} does not let us list its prices. Give our account billing.skus.list.`,
    ],
    [
      { status: 'PERMISSION_DENIED', message: 'No.' },
      `${title} does not let us list its prices. It says: No. Give our account what that names.`,
    ],
    [
      { status: 'PERMISSION_DENIED', message: 'Scopes.', details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }] },
      `${title} cannot be read, because our access token lacks its scope. Give the machine or the credentials the scope cloud-billing.readonly or cloud-platform.`,
    ],
  ])('says what is missing: %o', async (error, sentence) => {
    const answer = async () => new Response(JSON.stringify({ error: { code: 403, ...error } }), { status: 403 });
    expect((await prices({ fetch: answer })).message).toBe(sentence);
  });

  it('says that it does not take our token, and never repeats it', async () => {
    const error = await prices({ token: async () => 'secret-token' });
    expect(error).toMatchObject({ status: 401, retryable: false, mendable: true });
    const echo = async () =>
      new Response(JSON.stringify({ error: { code: 400, message: 'bad secret-token here', status: 'X' } }), {
        status: 400,
      });
    const echoed = await prices({ token: async () => 'secret-token', fetch: echo });
    for (const { message, cause } of [error, echoed])
      expect(`${message} ${String(cause)}`).not.toContain('secret-token');
    expect(echoed.message).toContain('bad [secret] here');
  });

  it('refuses a currency that it does not know', async () => {
    const error = await failureOf(connected(server).pricesFor('us-central1', { ...wanted, currency: 'XXX' }));
    expect(error).toMatchObject({ status: 400, retryable: false });
    expect(error.message).toBe(
      `${title} refused to list its prices. It says: Currency code XXX is not supported. Check the currency in org.yaml.`,
    );
  });

  it.each([
    ['a page in place of JSON', '<html>Sign in</html>', 200],
    ['a page of another server', '<html>Not found</html>', 404],
  ])('is not taken for one that answers: %s', async (_name, text, status) => {
    const error = await prices({ fetch: async () => new Response(text, { status }) });
    expect(error).toMatchObject({ status, mendable: true });
    expect(error.message).toContain('did not answer as Google Cloud Billing does');
  });

  it.each([
    { skus: 7 },
    { skus: [{ description: 'X: Training/Pipelines on E2 Instance Core in Y', pricingInfo: [{ effectiveTime: 7 }] }] },
  ])('fails where an answer is JSON of another form: %j', async (body) => {
    const error = await prices({ fetch: async () => new Response(JSON.stringify(body)) });
    expect(error.message).toContain('an answer cannot be understood');
  });

  it('fails without a token', async () => {
    const noToken = async () => {
      throw new Error('no credentials');
    };
    const error = await prices({ token: noToken });
    expect(error).toMatchObject({ status: null, retryable: true, mendable: true });
    expect(error.message).toContain('Check the application default credentials');
    const told = new UpstreamError('Google', 'May not impersonate.', { retryable: false });
    const mayNot = async () => {
      throw told;
    };
    expect(await prices({ token: mayNot })).toBe(told);
    expect(server.requests).toEqual([]);
  });
});

it('does not go round for ever where pages repeat', async () => {
  const page = { skus: [{ description: 'x' }], nextPageToken: 'again' };
  let asked = 0;
  const repeating = async () => {
    asked += 1;
    if (asked > 10) throw new Error('still asking');
    return new Response(JSON.stringify(page));
  };
  await connected(server, { fetch: repeating }).pricesFor('us-central1', wanted);
  expect(asked).toBe(2);
});

it('leaves an estimate unknown, with the reason', async () => {
  server.setAccess('off');
  const runs = [run({ steps: [took('train', 60)] })];
  const estimate = await estimateRun(connected(server), template([machine('train')]), runs, 'us-central1', 'EUR', now);
  expect(estimate).toEqual({
    known: false,
    because:
      'No bill of a successful run of this pipeline is known. Google Cloud price list cannot be read, because the Cloud Billing API is off in our project. Turn it on with gcloud services enable cloudbilling.googleapis.com.',
  });
});
