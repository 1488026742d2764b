import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { estimateRun } from '#domain/cost-estimate.ts';
import { machineServices } from '#sandbox/price-list/machine-skus.ts';
import { type PretendPriceList, startPretendPriceList } from '#sandbox/price-list/server.ts';
import { ago, machine, now, run, template, took } from '../domain/cost-facts.ts';
import { connected, wanted } from './price-list-connection.ts';

const day = 86_400_000;
const conversion = { USD: '1', EUR: '0.5', JPY: '150' };
let server: PretendPriceList;

/** As many SKUs on a page as make three pages of the training SKUs. */
const mostPerPage = Math.ceil((machineServices()[1]?.skus.length ?? 0) / 3);

beforeEach(async () => {
  server = await startPretendPriceList({ mostPerPage, conversion });
});
afterEach(() => server.close());

const skuRequests = () => server.requests.filter(({ path }) => path.includes('/skus?'));

describe('prices', () => {
  it('are found on all pages, for the region that is asked for', async () => {
    const all = {
      currency: 'USD',
      families: ['e2', 'n1', 'n2', 'n2d', 'g2', 'a2'],
      accelerators: ['t4', 'l4', 'a100'],
    };
    const prices = await connected(server).pricesFor('us-central1', all);
    expect(prices).toEqual({
      region: 'us-central1',
      currency: 'USD',
      billedAs: 'vertex-training',
      readAt: '2026-11-24T09:00:00.000Z',
      families: {
        // What the machine costs and 15 % for having it managed, to the billionth.
        e2: { cpuHour: '0.025083329', gibHour: '0.00336206' },
        n1: { cpuHour: '0.03635265', gibHour: '0.00487255' },
        n2: { cpuHour: '0.03635265', gibHour: '0.00487255' },
        n2d: { cpuHour: '0.0316273', gibHour: '0.0042389' },
        g2: { cpuHour: '0.0287362', gibHour: '0.00336605' },
        a2: { cpuHour: '0.03635265', gibHour: '0.00487255' },
      },
      accelerators: { t4: '0.4025', l4: '0.644046', a100: '3.3739942' },
    });
    expect(skuRequests()).toHaveLength(3);
    const dearer = await connected(server).pricesFor('europe-west4', { ...all, families: ['e2'], accelerators: [] });
    expect(dearer.families['e2']?.cpuHour).toBe('0.027616745');
  });

  it('of Compute Engine are those of its own service, without the spot, custom and committed ones', async () => {
    const prices = await connected(server, { billedAs: 'compute-engine' }).pricesFor('us-central1', {
      currency: 'USD',
      families: ['n2'],
      accelerators: ['t4'],
    });
    expect(prices).toMatchObject({
      billedAs: 'compute-engine',
      families: { n2: { cpuHour: '0.031611', gibHour: '0.004237' } },
      accelerators: { t4: '0.35' },
    });
  });

  it('are converted by Google, in the currency that is asked for', async () => {
    const list = connected(server);
    const dollars = await list.pricesFor('us-central1', { ...wanted, currency: 'USD' });
    const euros = await list.pricesFor('us-central1', wanted);
    const yen = await list.pricesFor('us-central1', { ...wanted, currency: 'JPY' });
    expect(dollars.families['e2']).toEqual({ cpuHour: '0.025083329', gibHour: '0.00336206' });
    expect(euros).toMatchObject({
      currency: 'EUR',
      families: { e2: { cpuHour: '0.012541665', gibHour: '0.00168103' } },
    });
    expect(yen).toMatchObject({ currency: 'JPY', families: { e2: { cpuHour: '3.76249935', gibHour: '0.504309' } } });
    expect(skuRequests().map(({ path }) => /currencyCode=(\w+)/.exec(path)?.[1])).toEqual(
      ['USD', 'EUR', 'JPY'].flatMap((code) => [code, code, code]),
    );
  });

  it('that are not there are null', async () => {
    const list = connected(server);
    const prices = await list.pricesFor('us-central1', {
      currency: 'EUR',
      families: ['c3'],
      accelerators: ['h100-80gb'],
    });
    expect(prices).toMatchObject({ families: { c3: null }, accelerators: { 'h100-80gb': null } });
    expect(await list.pricesFor('mars-north1', wanted)).toMatchObject({ families: { e2: null } });
  });

  it.each([
    ['billionths in words', { unitPrice: { currencyCode: 'EUR', units: '5', nanos: 'a lot' } }],
    ['units in words', { unitPrice: { currencyCode: 'EUR', units: 'five', nanos: 1 } }],
    ['a fraction of a unit', { unitPrice: { currencyCode: 'EUR', units: 5.5 } }],
    ['no price', {}],
    ['no currency', { unitPrice: { units: '5' } }],
  ])('are null where a tier is malformed, and those beside it stay: %s', async (_name, tier) => {
    const spoilt = machineServices().map((service) => ({
      ...service,
      skus: service.skus.map((sku) =>
        sku.description === 'Vertex AI: Training/Pipelines on E2 Instance Core running in Americas'
          ? { ...sku, tieredRates: [{ startUsageAmount: 0, ...tier }] }
          : sku,
      ),
    }));
    server.setServices(spoilt);
    const prices = await connected(server).pricesFor('us-central1', { ...wanted, families: ['e2', 'n2'] });
    expect(prices).toMatchObject({ families: { e2: null, n2: { cpuHour: expect.any(String) } } });
  });

  it('are read once a day in a currency, also if many ask at once', async () => {
    let nowMs = Date.parse('2026-11-24T09:00:00Z');
    const list = connected(server, { clock: () => nowMs });
    await Promise.all([list.pricesFor('us-central1', wanted), list.pricesFor('europe-west4', wanted)]);
    nowMs += day - 1;
    expect((await list.pricesFor('us-central1', wanted)).readAt).toBe('2026-11-24T09:00:00.000Z');
    expect(skuRequests()).toHaveLength(3);
    nowMs += 1;
    expect((await list.pricesFor('us-central1', wanted)).readAt).toBe('2026-11-25T09:00:00.000Z');
    expect(skuRequests()).toHaveLength(6);
  });

  it('make an estimate of a run', async () => {
    const machines = [machine('prepare', { cpus: 2, memory: 8 }), machine('train', { machineType: 'n1-standard-4' })];
    const runs = [run({ endedAt: ago(5), steps: [took('prepare', 30), took('train', 120)] })];
    const asked = template(machines);
    // 0.5 h × (2 × 0.012541665 + 8 × 0.00168103), and 2 h × (4 × 0.018176325 + 15 × 0.002436275).
    expect(await estimateRun(connected(server), asked, runs, 'us-central1', 'EUR', now)).toMatchObject({
      known: true,
      amount: '0.237764635',
      from: 'price_list',
      basis: expect.stringContaining('List prices of us-central1, read on 24 Nov 2026'),
    });
  });
});

it("loads Google's client only when prices are first asked for", async () => {
  const script = `
    import { createRequire } from 'node:module';
    import { connectPriceList } from '#adapters/costs/price-list/connect.ts';
    const loaded = () => Object.keys(createRequire(process.cwd() + '/x.js').cache).some((path) => path.includes('google-gax'));
    const list = connectPriceList({ billedAs: 'vertex-training', token: async () => 'pretend-token', quotaProject: null,
      address: '${server.url}', timeoutMs: 5000, clock: Date.now });
    const before = loaded();
    await list.pricesFor('us-central1', { currency: 'EUR', families: [], accelerators: [] });
    console.log(JSON.stringify([before, loaded()]));
    process.exit();`;
  const child = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  expect(JSON.parse((await child).stdout)).toEqual([false, true]);
}, 20_000);

describe('the check', () => {
  it('reads the services, and finds nothing wrong where ours is there', async () => {
    expect(await connected(server).check()).toEqual({
      reachable: true,
      version: null,
      clockSkewMs: null,
      problems: [],
    });
    expect(skuRequests()).toEqual([]);
  });

  it('says that the service is gone, or why the list cannot be read', async () => {
    server.setServices([]);
    expect((await connected(server).check()).problems[0]?.sentence).toBe(
      'Google Cloud price list has no service C7E2-9256-1C43, so what runs will cost is known from bills only.',
    );
    server.setAccess('off');
    expect(await connected(server).check()).toMatchObject({
      reachable: true,
      problems: [{ fix: 'Turn it on with gcloud services enable cloudbilling.googleapis.com.' }],
    });
    server.faults.set('down');
    expect(await connected(server).check()).toMatchObject({ reachable: false, problems: [{}] });
  });
});
