import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectKubeflow } from '#adapters/pipelines/kubeflow/connect.ts';
import type { KubeflowOptions } from '#adapters/pipelines/kubeflow/options.ts';
import type { RunOrder } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import type { FaultName, FaultOptions } from '#sandbox/faults.ts';
import { type PretendKubeflow, type PretendKubeflowOptions, startPretendKubeflow } from '#sandbox/kubeflow/server.ts';
import { contractEngine, contractPipeline } from '../contract/contract-pipeline.ts';

let server: PretendKubeflow;
let world: ReturnType<typeof contractEngine>;

async function started(options: Partial<PretendKubeflowOptions> = {}): Promise<void> {
  world = contractEngine();
  server = await startPretendKubeflow({ engine: world.engine, clock: world.clock, ...options });
}
beforeEach(() => started());
afterEach(() => server.close());

function connected(options: Partial<KubeflowOptions> = {}) {
  return connectKubeflow({
    id: 'k',
    url: server.url,
    namespace: null,
    auth: { kind: 'none' },
    timeoutMs: 5000,
    ...options,
  });
}

const order: RunOrder = {
  key: 'fraud-scorer-r-12',
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

const posts = () => server.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/runs'));

describe('a start whose answer was lost', () => {
  it('is looked up, and is the one run', async () => {
    server.faults.set('lost-answer', { on: 'writes', times: 1 });
    const run = await connected().start(order);
    expect(run).toMatchObject({ key: order.key, state: 'queued' });
    expect(world.engine.runs().map(({ id }) => id)).toEqual([run.id]);
    expect((await connected().start(order)).id).toBe(run.id);
    expect(posts()).toHaveLength(1);
  });

  it('is in doubt where looking fails too, and the next start finds it', async () => {
    server.faults.set('lost-answer', { on: 'writes', times: 1 });
    let lists = 0;
    const failing: typeof fetch = async (input, init) => {
      const list = init?.method === 'GET' && new Request(input).url.includes('/runs?');
      if (list && (lists += 1) > 1) throw new TypeError('fetch failed');
      return await fetch(input, init);
    };
    const error = await failureOf(connected({ fetch: failing }).start(order));
    expect(error).toMatchObject({ retryable: true, ambiguous: true, status: null });
    expect(error.message).toBe(
      'Kubeflow Pipelines broke the connection off when asked to start countersign-contract. It may have been done all the same: look before trying again.',
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
});

describe('two processes that start the same at the same moment', () => {
  it('end with one run: the later one is terminated, and both name the earlier', async () => {
    // Each sees no run before it starts its own.
    let waiting: (() => void)[] = [];
    const together: typeof fetch = async (input, init) => {
      if (init?.method === 'POST' && new Request(input).url.endsWith('/runs')) {
        await new Promise<void>((go) => {
          waiting.push(go);
          if (waiting.length === 2) for (const one of waiting.splice(0)) one();
        });
      }
      return await fetch(input, init);
    };
    waiting = [];
    const [one, two] = await Promise.all([
      connected({ fetch: together }).start(order),
      connected({ fetch: together }).start(order),
    ]);
    expect(posts()).toHaveLength(2);
    const open = world.engine.runs().filter(({ state }) => state === 'pending');
    expect(open.map(({ id }) => id)).toEqual([one.id]);
    expect(two.id).toBe(one.id);
    expect((await connected().findRun(order.key))?.id).toBe(one.id);
  });
});

describe('each fault of the server, on a start and on a read', () => {
  const cases: [FaultName, FaultOptions, { write: object; read: object; runs: number }][] = [
    [
      'too-many-requests',
      { retryAfterSeconds: 12 },
      {
        write: { retryable: true, ambiguous: false, status: 429, retryAfterMs: 12_000 },
        read: { retryable: true, ambiguous: false, status: 429, retryAfterMs: 12_000 },
        runs: 0,
      },
    ],
    [
      'error-500',
      {},
      {
        write: { retryable: true, ambiguous: true, status: 500 },
        read: { retryable: true, ambiguous: false, status: 500 },
        runs: 0,
      },
    ],
    [
      'slow',
      { ms: Number.POSITIVE_INFINITY },
      { write: { retryable: true, ambiguous: true }, read: { retryable: true, ambiguous: false }, runs: 1 },
    ],
  ];

  it.each(cases)('%s', async (name, options, { write, read, runs }) => {
    const runner = connected({ timeoutMs: name === 'slow' ? 150 : 5000 });
    server.faults.set(name, options);
    expect(await failureOf(runner.listRuns({ changedSince: '2026-11-24T09:00:00Z' }))).toMatchObject(read);
    server.faults.set(name, { ...options, on: 'writes' });
    // Where the run was made after all, the look afterwards finds it.
    if (runs > 0) expect(await runner.start(order)).toMatchObject({ key: order.key });
    else expect(await failureOf(runner.start(order))).toMatchObject(write);
    expect(world.engine.runs()).toHaveLength(runs);
  });

  it('a refused connection leaves no doubt', async () => {
    const runner = connected();
    await server.close();
    const error = await failureOf(runner.start(order));
    expect(error).toMatchObject({ retryable: true, ambiguous: false });
    expect(error.message).toContain('accepts no connection');
  });
});

describe('what was there and is gone', () => {
  it('a pipeline starts nothing and is named with the next step', async () => {
    world.engine.removeTemplate(contractPipeline);
    const error = await failureOf(connected().start(order));
    expect(error).toMatchObject({ retryable: false, ambiguous: false, mendable: true });
    expect(error.message).toMatch(/no pipeline countersign-contract any more, so nothing was started\. Upload it/);
  });

  it('a pipeline leaves its runs followed, without a name', async () => {
    const run = await connected().start(order);
    world.engine.removeTemplate(contractPipeline);
    expect(await connected().getRun(run.id)).toMatchObject({ id: run.id, pipeline: null, key: order.key });
  });

  it('a run is null, and a cancellation of it is done', async () => {
    const runner = connected();
    const { id } = await runner.start(order);
    await fetch(`${server.url}/apis/v2beta1/runs/${id}`, { method: 'DELETE' });
    expect(await runner.getRun(id)).toBeNull();
    await runner.cancel(id);
    expect(await runner.findRun(order.key)).toBeNull();
  });
});

describe('credentials', () => {
  const user = { name: 'countersign', token: 'first-token', may: 'everything' } as const;

  it('of a file are read again when Kubernetes has replaced it', async () => {
    await server.close();
    await started({ auth: { users: [user] } });
    const folder = mkdtempSync(join(tmpdir(), 'countersign-token-'));
    const path = join(folder, 'token');
    writeFileSync(path, 'first-token\n');
    const runner = connected({ namespace: 'team-a', auth: { kind: 'token-file', path } });
    const { id } = await runner.start(order);
    server.setAuth({ users: [{ ...user, token: 'second-token' }] });
    expect(await failureOf(runner.getRun(id))).toMatchObject({ status: 401, retryable: false, mendable: true });
    writeFileSync(`${path}.new`, 'second-token\n');
    renameSync(`${path}.new`, path);
    expect(await runner.getRun(id)).toMatchObject({ id });
    rmSync(folder, { recursive: true });
    const error = await failureOf(runner.getRun(id));
    expect(error).toMatchObject({ retryable: true, mendable: true });
    expect(error.message).toContain('audience pipelines.kubeflow.org');
  });

  it.each([401, 500] as const)('that are not accepted are said to be so, with status %s', async (status) => {
    await server.close();
    await started({ auth: { users: [user], unauthenticatedStatus: status } });
    const error = await failureOf(connected({ auth: { kind: 'token', token: 'ended' } }).findRun('a'));
    expect(error).toMatchObject({ status, retryable: false, ambiguous: false, mendable: true });
    expect(error.message).toMatch(/does not accept who we are\. Give a service-account token/);
  });

  it('name the permission that is missing', async () => {
    await server.close();
    const reader = { ...user, may: ['list runs', 'get pipelines', 'list experiments', 'create experiments'] } as const;
    await started({ auth: { users: [reader] } });
    const runner = connected({ namespace: 'team-a', auth: { kind: 'user-header', user: 'countersign' } });
    const error = await failureOf(runner.start(order));
    expect(error).toMatchObject({ status: 403, retryable: false, mendable: true });
    expect(error.message).toBe(
      'Kubeflow Pipelines does not let us start countersign-contract. Give our account create on runs in namespace team-a.',
    );
  });

  it('that a server repeats are not in the error', async () => {
    const echo: typeof fetch = async (_input, init) => {
      const said = `bad ${new Headers(init?.headers).get('authorization')}`;
      return Response.json({ code: 3, message: said, error: said, details: [] }, { status: 400 });
    };
    const error = await failureOf(connected({ fetch: echo, auth: { kind: 'token', token: 'quay-7781' } }).findRun('a'));
    expect(error.message).toContain('[secret]');
    expect(`${error.stack} ${String(error.cause)}`).not.toContain('quay-7781');
  });
});

describe('a wrong address', () => {
  it('without the prefix of the gateway is told by the page that comes back', async () => {
    await server.close();
    await started({ prefix: '/pipeline' });
    const url = server.url.replace('/pipeline', '');
    const error = await failureOf(connected({ url }).start(order));
    expect(error).toMatchObject({ retryable: false, ambiguous: false, mendable: true });
    expect(error.message).toMatch(/answered with a page that is not the API\. Give the address with its prefix/);
    expect(await connected({ url }).check()).toMatchObject({ reachable: false });
    expect((await connected().check()).reachable).toBe(true);
  });

  it.each(['kfp.example', 'ftp://kfp.example', 'https://a:hush@kfp.example', 'https://kfp.example/?a=1'])(
    '%s is refused before anything is asked, without repeating a secret',
    (url) => {
      expect(() => connected({ url })).toThrow(/^The address of k (is not|carries|has)/);
      expect(() => connected({ url })).not.toThrow(/hush/);
    },
  );
});
