import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectVertexPipelines } from '#adapters/pipelines/vertex-pipelines/connect.ts';
import type { VertexPipelinesOptions } from '#adapters/pipelines/vertex-pipelines/options.ts';
import type { RunOrder } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import type { FaultName, FaultOptions } from '#sandbox/faults.ts';
import { type PretendVertexPipelines, startPretendVertexPipelines } from '#sandbox/vertex-pipelines/server.ts';
import { contractEngine, contractPipeline } from '../contract/contract-pipeline.ts';

let server: PretendVertexPipelines;
let world: ReturnType<typeof contractEngine>;

beforeEach(async () => {
  world = contractEngine();
  server = await startPretendVertexPipelines({ engine: world.engine, clock: world.clock });
});
afterEach(() => server.close());

function connected(options: Partial<VertexPipelinesOptions> = {}) {
  const { url } = server;
  return connectVertexPipelines({
    id: 'v',
    project: 'northwind-ml',
    location: 'europe-west4',
    repository: 'https://europe-west4-kfp.pkg.dev/northwind-ml/pipelines',
    outputDirectory: 'gs://northwind-ml/runs',
    serviceAccount: null,
    token: async () => 'pretend-token',
    timeoutMs: 5000,
    addresses: { vertex: url, artifacts: `${url}/artifacts`, storage: url, resourceManager: url },
    ...options,
  });
}

const order: RunOrder = {
  key: 'fraud-scorer-r-12',
  pipeline: contractPipeline,
  parameters: { window_days: 3 },
  labels: { team: 'fraud', '2nd': 'x' },
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

const posts = () => server.requests.filter(({ method }) => method === 'POST');

describe('a start whose answer was lost', () => {
  it('is looked up, and is the one run', async () => {
    server.faults.set('lost-answer', { on: 'writes', times: 1 });
    const run = await connected().start(order);
    expect(run).toMatchObject({ id: 'countersign-fraud-scorer-r-12', key: order.key, state: 'queued' });
    expect((await connected().start(order)).id).toBe(run.id);
    expect(posts()).toHaveLength(1);
    expect(world.engine.runs()).toHaveLength(1);
  });

  it('is in doubt where looking fails too, and the next start finds it', async () => {
    server.faults.set('lost-answer', { on: 'writes', times: 1 });
    let posted = false;
    const failing: typeof fetch = async (input, init) => {
      if (posted) throw new TypeError('fetch failed');
      posted = init?.method === 'POST';
      return await fetch(input, init);
    };
    const error = await failureOf(connected({ fetch: failing }).start(order));
    expect(error).toMatchObject({ retryable: true, ambiguous: true, status: null });
    expect(error.message).toBe(
      'Vertex AI Pipelines broke the connection off when asked to start countersign-contract. It may have been done all the same: look before trying again.',
    );
    await connected().start(order);
    expect(world.engine.runs()).toHaveLength(1);
  });

  it('that never arrived starts nothing, and says so when it is asked', async () => {
    server.faults.set('down', { on: 'writes', times: 1 });
    const runner = connected();
    expect(await failureOf(runner.start(order))).toMatchObject({ retryable: true, ambiguous: true });
    expect(await runner.findRun(order.key)).toBeNull();
    await runner.start(order);
    expect(world.engine.runs()).toHaveLength(1);
  });

  it('is adopted where two processes asked at the same moment', async () => {
    let waiting: (() => void)[] = [];
    const together: typeof fetch = async (input, init) => {
      if (init?.method === 'POST') {
        await new Promise<void>((go) => {
          waiting = [...waiting, go];
          if (waiting.length === 2) for (const one of waiting) one();
        });
      }
      return await fetch(input, init);
    };
    const start = () => connected({ fetch: together }).start(order);
    const [one, two] = await Promise.all([start(), start()]);
    expect(
      posts()
        .map(({ status }) => status)
        .toSorted((a, b) => a - b),
    ).toEqual([200, 409]);
    expect(two.id).toBe(one.id);
  });
});

describe('a run under our id that is not ours', () => {
  it('is not adopted, nor found, nor listed under a key', async () => {
    const body = {
      templateUri: `https://europe-west4-kfp.pkg.dev/northwind-ml/pipelines/${contractPipeline}/latest`,
      runtimeConfig: { gcsOutputDirectory: 'gs://x', parameterValues: { window_days: 1 } },
    };
    const jobs = `${server.url}/v1/projects/northwind-ml/locations/europe-west4/pipelineJobs`;
    await fetch(`${jobs}?pipelineJobId=countersign-${order.key}`, {
      method: 'POST',
      headers: { authorization: 'Bearer pretend-token' },
      body: JSON.stringify(body),
    });
    const runner = connected();
    const error = await failureOf(runner.start(order));
    expect(error).toMatchObject({ status: 409, retryable: false, ambiguous: false, mendable: true });
    expect(error.message).toContain('did not start');
    expect(await runner.findRun(order.key)).toBeNull();
    const { items } = await runner.listRuns({ changedSince: '2026-01-01T00:00:00.000Z' });
    expect(items).toMatchObject([{ id: `countersign-${order.key}`, key: null }]);
  });
});

describe('each fault of the server, on a start and on a read', () => {
  const cases: [FaultName, FaultOptions, { write: object; read: object; runs: number }][] = [
    ['down', {}, { write: { ambiguous: true }, read: { retryable: true, ambiguous: false }, runs: 0 }],
    [
      'slow',
      { ms: Number.POSITIVE_INFINITY },
      { write: { ambiguous: true }, read: { retryable: true, ambiguous: false }, runs: 1 },
    ],
    [
      'too-many-requests',
      { retryAfterSeconds: 12 },
      {
        write: { status: 429, ambiguous: false, retryAfterMs: 12_000 },
        read: { status: 429, retryAfterMs: 12_000 },
        runs: 0,
      },
    ],
    ['too-many-requests', {}, { write: { retryAfterMs: 60_000 }, read: { retryAfterMs: 60_000 }, runs: 0 }],
    ['error-500', {}, { write: { status: 500, ambiguous: true }, read: { status: 500, ambiguous: false }, runs: 0 }],
  ];

  it.each(cases)('%s %o', async (name, options, { write, read, runs }) => {
    const runner = connected({ timeoutMs: name === 'slow' ? 1000 : 5000 });
    server.faults.set(name, { ...options, on: 'writes' });
    // The look after a doubtful write is hidden, so that what is thrown is the doubt.
    const blind: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      return init?.method === 'GET' && answer.ok && new Request(input).url.includes('pipelineJobs/')
        ? new Response('{"error":{"code":404,"status":"NOT_FOUND"}}', { status: 404 })
        : answer;
    };
    const start = connected({ timeoutMs: name === 'slow' ? 1000 : 5000, fetch: blind }).start(order);
    expect(await failureOf(start)).toMatchObject({ retryable: true, ...write });
    expect(world.engine.runs()).toHaveLength(runs);
    server.faults.clear();
    server.faults.set(name, { ...options, on: 'reads' });
    expect(await failureOf(runner.listRuns({ changedSince: '2026-11-24T09:00:00.000Z' }))).toMatchObject({
      retryable: true,
      ...read,
    });
  });
});

describe('what is gone', () => {
  it('a template: nothing is started, and a run from before is still found', async () => {
    const runner = connected();
    const before = await runner.start(order);
    world.engine.removeTemplate(contractPipeline);
    expect(await runner.describe(contractPipeline)).toBeNull();
    expect((await runner.start(order)).id).toBe(before.id);
    const error = await failureOf(runner.start({ ...order, key: 'another' }));
    expect(error).toMatchObject({ status: 404, retryable: false, ambiguous: false, mendable: true });
    expect(error.message).toBe(
      'There is no template countersign-contract any more, so nothing was started. Upload it again, or change retrain.pipeline in models.yaml.',
    );
    expect(world.engine.runs()).toHaveLength(1);
  });

  it('a template that goes between reading and starting', async () => {
    const late: typeof fetch = async (input, init) => {
      if (init?.method === 'POST') world.engine.removeTemplate(contractPipeline);
      return await fetch(input, init);
    };
    expect((await failureOf(connected({ fetch: late }).start(order))).message).toContain('no template');
  });

  it('a run: it is null, not listed, and cancelling it is done', async () => {
    const runner = connected();
    const { id } = await runner.start(order);
    server.removeJob(id);
    expect(await runner.getRun(id)).toBeNull();
    expect(await runner.findRun(order.key)).toBeNull();
    expect((await runner.listRuns({ changedSince: '2026-01-01T00:00:00.000Z' })).items).toEqual([]);
    await runner.cancel(id);
  });
});

describe('the wrong place and missing rights', () => {
  it.each([
    [
      'another region',
      { location: 'us-central1' },
      /location of the connection.*us-central1.*each region has a host of its own/,
    ],
    ['another project', { project: 'southwind' }, /Give our account aiplatform\.pipelineJobs\.list in southwind/],
  ])('%s', async (_name, options, words) => {
    const error = await failureOf(connected(options).listRuns({ changedSince: '2026-01-01T00:00:00.000Z' }));
    expect(error).toMatchObject({ retryable: false, mendable: true });
    expect(error.message).toMatch(words);
  });

  it('asks Google at the host of the region where no address is given', async () => {
    const hosts: string[] = [];
    const noting: typeof fetch = async (input) => {
      hosts.push(new URL(new Request(input).url).host);
      return new Response('{}');
    };
    for (const location of ['europe-west4', 'global', 'eu']) {
      const runner = connected({ location, addresses: {}, fetch: noting });
      await runner.listRuns({ changedSince: '2026-01-01T00:00:00.000Z' });
    }
    const api = 'aiplatform.googleapis.com';
    expect(hosts).toEqual([`europe-west4-${api}`, api, 'aiplatform.eu.rep.googleapis.com']);
  });

  it.each([
    [
      'aiplatform.pipelineJobs.create',
      'Give our account aiplatform.pipelineJobs.create in northwind-ml, europe-west4.',
    ],
    ['iam.serviceAccounts.actAs', 'Give it iam.serviceAccounts.actAs there (role Service Account User).'],
    [
      'artifactregistry.repositories.downloadArtifacts',
      'Give our account artifactregistry.repositories.downloadArtifacts',
    ],
  ])('names %s where it is missing', async (permission, words) => {
    server.setCallers([{ token: 'pretend-token', lacks: [permission] }]);
    const error = await failureOf(
      connected({ serviceAccount: 'runs@northwind-ml.iam.gserviceaccount.com' }).start(order),
    );
    expect(error).toMatchObject({ status: 403, retryable: false, ambiguous: false, mendable: true });
    expect(error.message).toContain(words);
    expect(world.engine.runs()).toEqual([]);
  });

  it('says where the API is off', async () => {
    const details = [{ reason: 'SERVICE_DISABLED', metadata: { service: 'aiplatform.googleapis.com' } }];
    const off = JSON.stringify({ error: { code: 403, status: 'PERMISSION_DENIED', message: 'x', details } });
    const runner = connected({ fetch: async () => new Response(off, { status: 403 }) });
    expect((await failureOf(runner.getRun('a-run'))).message).toContain(
      'gcloud services enable aiplatform.googleapis.com',
    );
  });
});

describe('access tokens', () => {
  it('are asked for anew for each request, and a refused one is named without being repeated', async () => {
    const tokens = ['pretend-token', 'expired-quay-token'];
    const runner = connected({ token: async () => tokens.shift() ?? 'none' });
    await runner.getRun('a-run');
    const echo = await failureOf(runner.getRun('a-run'));
    expect(echo).toMatchObject({ status: 401, retryable: false, mendable: true });
    expect(echo.message).toContain('application default credentials');
  });

  it('that a server repeats are not in the error', async () => {
    const said = JSON.stringify({ error: { code: 400, status: 'INVALID_ARGUMENT', message: 'bad token quay-token' } });
    const runner = connected({
      token: async () => 'quay-token',
      fetch: async () => new Response(said, { status: 400 }),
    });
    const error = await failureOf(runner.getRun('a-run'));
    expect(error.message).toContain('bad token [secret]');
  });

  it('that cannot be had leave no doubt', async () => {
    const runner = connected({ token: () => Promise.reject(new Error('no credentials')) });
    expect(await failureOf(runner.start(order))).toMatchObject({ ambiguous: false, mendable: true });
    expect(server.requests).toEqual([]);
  });
});
