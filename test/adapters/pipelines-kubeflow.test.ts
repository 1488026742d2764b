import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectKubeflow } from '#adapters/pipelines/kubeflow/connect.ts';
import type { KubeflowOptions } from '#adapters/pipelines/kubeflow/options.ts';
import { instantAt } from '#domain/instant.ts';
import type { RunOrder } from '#domain/pipeline.ts';
import { type PretendKubeflow, type PretendKubeflowOptions, startPretendKubeflow } from '#sandbox/kubeflow/server.ts';
import { pipelineId, versionId } from '#sandbox/kubeflow/state.ts';
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
  const { url } = server;
  return connectKubeflow({ id: 'k', url, namespace: null, auth: { kind: 'none' }, timeoutMs: 5000, ...options });
}

function order(key: string, more: Partial<RunOrder> = {}): RunOrder {
  const title = 'fraud-scorer, R-12';
  return { key, pipeline: contractPipeline, parameters: { window_days: 3 }, labels: {}, title, ...more };
}

async function created(body: object): Promise<string> {
  const reference = { pipeline_version_reference: { pipeline_id: pipelineId(contractPipeline) } };
  const runtime = { runtime_config: { parameters: { window_days: 1 } } };
  const response = await fetch(`${server.url}/apis/v2beta1/runs`, {
    method: 'POST',
    body: JSON.stringify({ ...reference, ...runtime, ...body }),
  });
  return ((await response.json()) as { run_id: string }).run_id;
}

describe('the name of a pipeline', () => {
  const named: [string, string][] = [
    [contractPipeline, 'v2'],
    [`${contractPipeline}@v1`, 'v1'],
    [pipelineId(contractPipeline), 'v2'],
    [`${pipelineId(contractPipeline)}@${versionId(contractPipeline, 'v1')}`, 'v1'],
  ];
  it.each(named)('%s is version %s', async (pipeline, version) => {
    expect(await connected().describe(pipeline)).toMatchObject({ pipeline, version, title: 'Contract of Countersign' });
    const run = await connected().start(order('a-key', { pipeline }));
    expect(world.engine.run(run.id)?.templateVersion).toBe(version);
    expect(run.pipeline).toBe(contractPipeline);
  });

  it.each([`${contractPipeline}@v9`, `${contractPipeline}@${versionId('other', 'v1')}`, versionId('x', 'y')])(
    '%s is nothing',
    async (pipeline) => {
      expect(await connected().describe(pipeline)).toBeNull();
    },
  );
});

describe('a run of ours', () => {
  it('is named for people and by its key, carries what cost goes by, and tells the pipeline its key', async () => {
    const { id, url } = await connected().start(order('fraud-r-12', { labels: { team: 'fraud', env: 'prod' } }));
    const row = server.snapshot().runs.find((one) => one.id === id);
    expect(row?.displayName).toBe('fraud-scorer, R-12 [fraud-r-12]');
    expect(row?.description).toBe('Started by Countersign.\nteam=fraud\nenv=prod');
    expect(world.engine.run(id)?.parameters['countersign_run']).toBe('fraud-r-12');
    expect(url).toBe(`${server.url}/#/runs/details/${id}`);
    expect(await (await fetch(`${server.url}/`)).text()).toContain(`id="/runs/details/${id}"`);
  });

  it('is none that somebody copied, nor one of a schedule', async () => {
    const copy = await created({ display_name: 'Clone of fraud-scorer, R-12 [fraud-r-12]' });
    expect(await connected().findRun('fraud-r-12')).toBeNull();
    expect(await connected().getRun(copy)).toMatchObject({ key: null });
    const run = await connected().start(order('fraud-r-12'));
    expect(run.id).not.toBe(copy);
  });

  it('in multi-user mode is in our namespace, in an experiment that is made once', async () => {
    await server.close();
    const user = { name: 'countersign', token: 't', may: 'everything' } as const;
    await started({ auth: { users: [user] } });
    const options = { namespace: 'team-a', auth: { kind: 'token', token: 't' } } as const;
    await connected(options).start(order('one'));
    await connected(options).start(order('two'));
    const { runs, experiments } = server.snapshot();
    expect(experiments).toMatchObject([{ displayName: 'countersign', namespace: 'team-a' }]);
    expect(runs.map(({ namespace }) => namespace)).toEqual(['team-a', 'team-a']);
    expect(await connected({ ...options, namespace: 'team-b' }).findRun('one')).toBeNull();
  });
});

describe('a listing', () => {
  it('asks for a page of 200 at a time, however many runs there are, and for each pipeline once', async () => {
    for (let i = 0; i < 450; i += 1) await created({ display_name: `run ${i}` });
    const runner = connected();
    const before = server.requests.length;
    const ids = new Set<string>();
    let pageToken: string | undefined;
    do {
      const page = await runner.listRuns({
        changedSince: instantAt(world.clock()),
        ...(pageToken !== undefined && { pageToken }),
      });
      for (const { id } of page.items) ids.add(id);
      pageToken = page.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
    expect(ids.size).toBe(450);
    // Three pages of what goes on, one of what ended, and the pipeline.
    expect(server.requests.length - before).toBe(5);
  });

  it('has a run that ended shortly before, since the server may have been told late', async () => {
    const { id } = await connected().start(order('a'));
    world.move(20 * 60_000);
    await connected().getRun(id);
    const endedMs = world.engine.run(id)?.endedMs ?? 0;
    const ids = async (ms: number) =>
      (await connected().listRuns({ changedSince: instantAt(ms) })).items.map((run) => run.id);
    expect(await ids(endedMs + 9 * 60_000)).toEqual([id]);
    expect(await ids(endedMs + 11 * 60_000)).toEqual([]);
  });

  it('does not claim to know when a run under way last changed, since its steps are not in it', async () => {
    const { id } = await connected().start(order('a'));
    const listed = async () => (await connected().listRuns({ changedSince: instantAt(0) })).items[0];
    expect(await listed()).toMatchObject({ id, state: 'queued', updatedAt: expect.any(String) });
    world.move(30_000);
    expect(await listed()).toMatchObject({ id, state: 'running', updatedAt: null });
    expect(await connected().getRun(id)).toMatchObject({ state: 'running', updatedAt: expect.any(String) });
    world.move(20 * 60_000);
    expect(await listed()).toMatchObject({ id, state: 'succeeded', updatedAt: expect.any(String) });
  });

  it('comes out empty for a page token that means nothing', async () => {
    const page = await connected().listRuns({ changedSince: instantAt(0), pageToken: 'nonsense' });
    expect(page).toEqual({ items: [], nextPageToken: null });
  });
});

describe('a check', () => {
  it('says the version, and what is not closed', async () => {
    const health = await connected().check();
    expect(health).toMatchObject({ reachable: true, version: '2.17.0' });
    expect(health.problems.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/^The clock of Kubeflow Pipelines is \d+ s (ahead of|behind) ours\.$/),
      expect.stringContaining('answers without credentials'),
    ]);
  });

  it('names the namespace that is missing, or too many', async () => {
    const single = await connected({ namespace: 'team-a' }).check();
    expect(single.problems.map(({ fix }) => fix)).toContain('Take `project` out of the connection in org.yaml.');
    await server.close();
    await started({ auth: { users: [{ name: 'c', token: 't', may: 'everything' }] } });
    const many = await connected({ auth: { kind: 'token', token: 't' } }).check();
    expect(many.problems.map(({ fix }) => fix)).toContain('Write it in org.yaml, as `project: team-a`.');
  });

  it('names a release that is too old', async () => {
    await server.close();
    await started({ version: '1.8.5' });
    expect((await connected().check()).problems.slice(-2)).toEqual([
      { sentence: 'Kubeflow Pipelines 1.8.5 is older than 2.0.', fix: 'Upgrade it: the v2beta1 API is needed.' },
      { sentence: expect.stringContaining('knows no way to list runs.'), fix: 'Upgrade it to 2.0 or later.' },
    ]);
  });

  it('names the permission that is missing', async () => {
    await server.close();
    await started({ auth: { users: [{ name: 'c', token: 't', may: [] }] } });
    const { problems } = await connected({ namespace: 'a', auth: { kind: 'token', token: 't' } }).check();
    expect(problems.slice(-1)).toEqual([
      {
        sentence: 'Kubeflow Pipelines does not let us list runs.',
        fix: 'Give our account list on runs in namespace a.',
      },
    ]);
  });
});
