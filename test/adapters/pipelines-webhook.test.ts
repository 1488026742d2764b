import { createHmac } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectWebhook } from '#adapters/pipelines/webhook/connect.ts';
import { isSigned, signatureOf } from '#adapters/pipelines/webhook/signature.ts';
import type { RunOrder } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import type { FaultName } from '#sandbox/faults.ts';
import { type PretendReceiver, type PretendReceiverOptions, startPretendReceiver } from '#sandbox/webhook/server.ts';
import { contractEngine, contractPipeline } from '../contract/contract-pipeline.ts';

const secret = 'a-secret-of-both-sides-1';
let server: PretendReceiver;
let world: ReturnType<typeof contractEngine>;

async function started(options: Partial<PretendReceiverOptions> = {}): Promise<void> {
  world = contractEngine();
  server = await startPretendReceiver({ engine: world.engine, clock: world.clock, secret, ...options });
}
beforeEach(() => started());
afterEach(() => server.close());

function connected(options: Partial<Parameters<typeof connectWebhook>[0]> = {}) {
  const { url } = server;
  return connectWebhook({ id: 'ci', url, secret, token: null, timeoutMs: 5000, clock: world.clock, ...options });
}

const order: RunOrder = {
  key: 'fraud-r-12',
  pipeline: contractPipeline,
  parameters: { window_days: 3 },
  labels: { team: 'fraud' },
  title: 'fraud-scorer, R-12',
};

async function failureOf(work: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await work.then(
    () => new Error('nothing failed'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UpstreamError)) throw error;
  return error;
}

/** A receiver that answers everything alike. */
async function answering(listener: RequestListener, work: (url: string) => Promise<void>): Promise<void> {
  const odd = createServer(listener);
  await new Promise<void>((done) => odd.listen(0, '127.0.0.1', done));
  try {
    await work(`http://127.0.0.1:${(odd.address() as AddressInfo).port}/start`);
  } finally {
    odd.closeAllConnections();
    odd.close();
  }
}

describe('a signature', () => {
  const signed = { id: 'msg-1', timestamp: '1764064800', content: '{"a":1}' };

  it('is HMAC-SHA256 over id, time and content, with the secret as it is or from base64', () => {
    const plain = createHmac('sha256', secret).update('msg-1.1764064800.{"a":1}').digest('base64');
    expect(signatureOf(secret, signed)).toBe(`v1,${plain}`);
    const encoded = `whsec_${Buffer.from(secret).toString('base64')}`;
    expect(signatureOf(encoded, signed)).toBe(`v1,${plain}`);
  });

  it('is right if one of several is, and wrong for anything else', () => {
    const right = signatureOf(secret, signed);
    expect(isSigned(secret, signed, `v1,AAAA ${right}`)).toBe(true);
    for (const wrong of ['', 'v1,', right.slice(0, -1), right.replace('v1', 'v2'), `${right}=`]) {
      expect(isSigned(secret, signed, wrong)).toBe(false);
    }
    for (const change of [{ id: 'msg-2' }, { timestamp: '1764064801' }, { content: '{"a":2}' }]) {
      expect(isSigned(secret, { ...signed, ...change }, right)).toBe(false);
    }
  });

  it('binds a request without a body to its address', async () => {
    await connected().start(order);
    const seen: Record<string, string>[] = [];
    const spy: typeof fetch = async (input, init) => {
      seen.push(Object.fromEntries(new Headers(init?.headers)));
      return await fetch(input, init);
    };
    await connected({ fetch: spy }).findRun('fraud-r-12');
    const [headers = {}] = seen;
    const same = await fetch(`${server.url}/runs/countersign-fraud-r-12`, { headers });
    const other = await fetch(`${server.url}/runs?changed_since=2026-01-01T00:00:00Z`, { headers });
    expect([same.status, other.status]).toEqual([200, 401]);
  });
});

describe('faults on a start', () => {
  it('a lost answer is looked up, and there is one run', async () => {
    server.faults.set('lost-answer', { on: 'writes', times: 1 });
    const run = await connected().start(order);
    expect(run).toMatchObject({ key: order.key, pipeline: contractPipeline });
    expect(world.engine.runs().map(({ id }) => id)).toEqual([run.id]);
    expect((await connected().start(order)).id).toBe(run.id);
  });

  it('a lost answer of a receiver that only starts runs leaves doubt, and the key keeps the second from being one', async () => {
    await server.close();
    await started({ manners: 'starts' });
    server.faults.set('lost-answer', { on: 'writes', times: 1 });
    expect(await failureOf(connected().start(order))).toMatchObject({ ambiguous: true, retryable: true });
    const run = await connected().start(order);
    expect(world.engine.runs().map(({ id }) => id)).toEqual([run.id]);
  });

  const cases: [FaultName, object][] = [
    ['too-many-requests', { retryable: true, ambiguous: false, status: 429, retryAfterMs: 12_000 }],
    ['error-500', { retryable: true, ambiguous: true, status: 500 }],
    ['down', { retryable: true, ambiguous: true, status: null }],
  ];
  it.each(cases)('%s starts nothing', async (name, failure) => {
    server.faults.set(name, { on: 'writes', retryAfterSeconds: 12 });
    expect(await failureOf(connected().start(order))).toMatchObject(failure);
    expect(world.engine.runs()).toEqual([]);
  });

  it('another secret is refused by the receiver, and said to be so', async () => {
    const runner = connected({ secret: 'another-secret-than-theirs' });
    const error = await failureOf(runner.start(order));
    expect(error).toMatchObject({ status: 401, retryable: false, ambiguous: false, mendable: true });
    expect(error.message).toContain('It says: The signature is wrong. Check that both sides hold one secret');
    const health = await runner.check();
    expect(health.problems.map(({ sentence }) => sentence).join(' ')).toContain('does not let us list runs');
  });

  it('a clock that is far off is refused by the receiver', async () => {
    const error = await failureOf(connected({ clock: () => world.clock() - 6 * 60_000 }).findRun('a'));
    expect(error.message).toContain('The signature is old.');
  });
});

describe('a receiver that only starts runs', () => {
  beforeEach(async () => {
    await server.close();
    await started({ manners: 'starts' });
  });

  it('declares nothing, lists nothing, and says of one run that it cannot be asked', async () => {
    const runner = connected();
    expect(await runner.describe(contractPipeline)).toEqual({
      pipeline: contractPipeline,
      title: contractPipeline,
      version: null,
      inputs: null,
      machines: [],
    });
    const run = await runner.start(order);
    expect(run).toMatchObject({ state: 'queued', key: order.key });
    expect(await runner.listRuns({ changedSince: '2026-01-01T00:00:00Z' })).toEqual({ items: [], nextPageToken: null });
    expect((await failureOf(runner.getRun(run.id))).message).toContain('has to send events');
    expect((await failureOf(runner.cancel(run.id))).message).toContain('does not cancel runs; stop it where it runs');
    expect((await runner.check()).unseen?.[0]).toContain('it has to send events');
  });
});

describe('what receivers answer', () => {
  it('nothing at all is "accepted", under the id that follows from the key', async () => {
    await answering(
      (request, response) => response.writeHead(request.method === 'POST' ? 204 : 404).end(),
      async (url) => {
        const run = await connected({ url }).start(order);
        expect(run).toMatchObject({ id: 'countersign-fraud-r-12', state: 'queued', parameters: { window_days: 3 } });
      },
    );
  });

  it('a page is no answer: it may have come from a proxy', async () => {
    await answering(
      (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>'),
      async (url) => {
        const error = await failureOf(connected({ url }).start(order));
        expect(error).toMatchObject({ retryable: false, mendable: true });
        expect(error.message).toContain('a web page came back');
        await expect(connected({ url }).describe('a')).rejects.toThrow('a web page came back');
      },
    );
  });

  it('gone is gone: the run is null, and cancelling it is done', async () => {
    await answering(
      (_request, response) => response.writeHead(410).end(),
      async (url) => {
        expect(await connected({ url }).getRun('7')).toBeNull();
        await connected({ url }).cancel('7');
      },
    );
  });

  it('a state that nobody knows is not guessed at', async () => {
    await answering(
      (_request, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"run_id":"7","state":"baking"}'),
      async (url) => {
        await expect(connected({ url }).getRun('7')).rejects.toThrow('023-pipelines.md');
      },
    );
  });

  it('our secrets, repeated, do not get into the error', async () => {
    await answering(
      (request, response) =>
        response.writeHead(400).end(JSON.stringify({ message: `no ${secret} ${request.headers.authorization}` })),
      async (url) => {
        const error = await failureOf(connected({ url, token: 'hush-hush' }).findRun('a'));
        expect(error.message).toContain('[secret]');
        expect(`${error.stack}`).not.toMatch(/hush-hush|both-sides/);
      },
    );
  });

  it('a run says its failure, its page and its versions, and nothing that is none', async () => {
    const body = {
      run_id: '7',
      state: 'failed',
      steps: [{ name: 'train', state: 'failed', message: 'no\nrows' }],
      metrics: { auc: 0.9, loss: 'NaN', note: 'fine' },
      model_versions: ['fraud@scorer@8', 'nonsense'],
      page_url: 'javascript:alert(1)',
      updated_at: 'yesterday',
    };
    await answering(
      (_request, response) => response.writeHead(200).end(JSON.stringify(body)),
      async (url) => {
        expect(await connected({ url }).getRun('7')).toMatchObject({
          failure: { step: 'train', message: 'no rows' },
          metrics: { auc: 0.9, loss: null },
          produced: [{ model: 'fraud@scorer', version: '8' }],
          url: null,
          updatedAt: null,
        });
      },
    );
  });
});
