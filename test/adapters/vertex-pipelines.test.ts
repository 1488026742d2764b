import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectVertexPipelines } from '#adapters/pipelines/vertex-pipelines/connect.ts';
import type { VertexPipelinesOptions } from '#adapters/pipelines/vertex-pipelines/options.ts';
import type { RunOrder } from '#domain/pipeline.ts';
import { ConfigError } from '#errors.ts';
import { pipelineSpecOf } from '#sandbox/pipelines/engine/pipeline-spec.ts';
import { type PretendVertexPipelines, startPretendVertexPipelines } from '#sandbox/vertex-pipelines/server.ts';
import { contractEngine, contractPipeline } from '../contract/contract-pipeline.ts';

const repository = 'https://europe-west4-kfp.pkg.dev/northwind-ml/pipelines';
let server: PretendVertexPipelines;
let world: ReturnType<typeof contractEngine>;

beforeEach(async () => {
  world = contractEngine();
  const spec = JSON.stringify(pipelineSpecOf(world.engine.templates()[0] ?? expect.fail()));
  const objects = {
    'gs://northwind-ml/specs/contract.json': spec,
    'gs://northwind-ml/rooted.json': spec.replace('{', '{"defaultPipelineRoot":"gs://northwind-ml/default",'),
    'gs://northwind-ml/two.yaml': `${spec}\n---\nplatforms:\n  kubernetes: {}\n`,
    'gs://northwind-ml/old.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n',
    'gs://northwind-ml/broken.yaml': 'a: [',
    'gs://northwind-ml/unfolding.yaml': `a: &a [x]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]\n`,
  };
  server = await startPretendVertexPipelines({ engine: world.engine, clock: world.clock, objects });
});
afterEach(() => server.close());

function connected(options: Partial<VertexPipelinesOptions> = {}) {
  const { url } = server;
  return connectVertexPipelines({
    id: 'v',
    project: 'northwind-ml',
    location: 'europe-west4',
    repository,
    outputDirectory: 'gs://northwind-ml/runs',
    serviceAccount: null,
    token: async () => 'pretend-token',
    timeoutMs: 5000,
    addresses: { vertex: url, artifacts: `${url}/artifacts`, storage: url, resourceManager: url },
    ...options,
  });
}

function answering(...bodies: object[]) {
  const asked: URL[] = [];
  const runner = connected({
    fetch: async (input) => {
      asked.push(new URL(new Request(input).url));
      return new Response(JSON.stringify(bodies.shift() ?? {}));
    },
  });
  return { runner, asked };
}

const order: RunOrder = {
  key: 'fraud-scorer-r-12',
  pipeline: contractPipeline,
  parameters: { window_days: 3 },
  labels: { team: 'fraud', '2nd': 'x' },
  title: 'fraud-scorer, R-12',
};

describe('the name of a pipeline', () => {
  it.each([
    [contractPipeline, contractPipeline],
    [`${contractPipeline}@v1`, `${contractPipeline}@v1`],
    [`${repository}/${contractPipeline}/v1`, `${contractPipeline}@v1`],
    [`${repository}/${contractPipeline}/latest`, contractPipeline],
    ['gs://northwind-ml/specs/contract.json', null],
  ])('%s is described, started, and comes back as %s', async (pipeline, back) => {
    const runner = connected();
    const template = await runner.describe(pipeline);
    expect(template).toMatchObject({ pipeline, version: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
    expect(template?.inputs?.map(({ name }) => name)).toContain('window_days');
    expect((await runner.start({ ...order, pipeline })).pipeline).toBe(back);
  });

  it('with a digest is that version, whatever a tag says since', async () => {
    const runner = connected();
    const version = (await runner.describe(`${contractPipeline}@v1`))?.version ?? '';
    expect(await runner.describe(`${contractPipeline}@${version}`)).toMatchObject({ version });
    const newest = world.engine.templates(contractPipeline)[0] ?? expect.fail();
    world.engine.addTemplate({ ...newest, version: 'v3', createdMs: world.clock(), description: 'Something else.' });
    expect(await runner.describe(`${contractPipeline}@${version}`)).toMatchObject({ version });
    expect((await runner.describe(contractPipeline))?.version).not.toBe(version);
  });

  it.each(['Not A Name', 'https://example.com/a/b', 'a'])(
    '%s is refused with the forms that would do',
    async (pipeline) => {
      await expect(connected().describe(pipeline)).rejects.toThrow(/names no pipeline.*name@tag.*gs:\/\/BUCKET\/FILE/);
      expect(server.requests).toEqual([]);
    },
  );

  it('needs a repository if it is bare', async () => {
    await expect(connected({ repository: null }).describe(contractPipeline)).rejects.toThrow('names no repository');
  });
});

describe('a template', () => {
  it('may have a second document, for Kubernetes', async () => {
    expect((await connected().describe('gs://northwind-ml/two.yaml'))?.machines).toHaveLength(3);
  });

  it.each(['gs://northwind-ml/old.yaml', 'gs://northwind-ml/broken.yaml', 'gs://northwind-ml/unfolding.yaml'])(
    '%s cannot be read, and that is said',
    async (pipeline) => {
      await expect(connected().describe(pipeline)).rejects.toMatchObject({
        message: expect.stringContaining('not compiled for KFP 2'),
        mendable: true,
        retryable: false,
      });
    },
  );
});

describe('a start', () => {
  it('carries labels, title, the run key and where to write', async () => {
    await connected({ serviceAccount: 'runs@northwind-ml.iam.gserviceaccount.com' }).start(order);
    const [job] = server.snapshot().jobs;
    expect(job).toMatchObject({
      id: 'countersign-fraud-scorer-r-12',
      displayName: 'fraud-scorer, R-12',
      serviceAccount: 'runs@northwind-ml.iam.gserviceaccount.com',
      gcsOutputDirectory: 'gs://northwind-ml/runs',
      parameterValues: { window_days: 3, countersign_run: order.key },
    });
    expect(job?.labels).toMatchObject({
      team: 'fraud',
      'label-2nd': 'x',
      'countersign-run': expect.stringMatching(/^[0-9a-f]{40}$/),
    });
  });

  it('writes where the pipeline says if the connection says nothing, and is refused if neither does', async () => {
    const runner = connected({ outputDirectory: null });
    await runner.start({ ...order, pipeline: 'gs://northwind-ml/rooted.json' });
    expect(server.snapshot().jobs[0]?.gcsOutputDirectory).toBe('gs://northwind-ml/default');
    await expect(runner.start({ ...order, key: 'other' })).rejects.toThrow('says where runs write');
    expect(world.engine.runs()).toHaveLength(1);
  });
});

describe('a run', () => {
  const states = ['QUEUED', 'PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLING', 'CANCELLED', 'PAUSED'];

  it('has its states in our words', async () => {
    const { runner } = answering({
      pipelineJobs: states.map((state) => ({ name: 'a/b', state: `PIPELINE_STATE_${state}` })),
    });
    const { items } = await runner.listRuns({ changedSince: '2026-01-01T00:00:00.000Z' });
    expect(items.map(({ state }) => state)).toEqual([
      'queued',
      'queued',
      'running',
      'succeeded',
      'failed',
      'cancelling',
      'cancelled',
      'paused',
    ]);
  });

  it('shows steps of a nested pipeline, from the cache and not reached, and never the groups around them', async () => {
    const task = (taskId: string, parentTaskId: string, state: string, startTime = '') => ({
      taskId,
      parentTaskId,
      taskName: `t${taskId}`,
      state,
      startTime,
    });
    const { runner } = answering({
      name: 'x/pipelineJobs/r',
      state: 'PIPELINE_STATE_RUNNING',
      jobDetail: {
        taskDetails: [
          task('1', '', 'RUNNING', '2026-11-24T09:00:00.123456789Z'),
          task('2', '1', 'RUNNING', '2026-11-24T09:02:00Z'),
          task('4', '2', 'RUNNING', '2026-11-24T09:03:00Z'),
          task('3', '1', 'SKIPPED', '2026-11-24T09:01:00.5Z'),
          task('5', '1', 'NOT_TRIGGERED'),
        ],
      },
    });
    expect((await runner.getRun('r'))?.steps).toMatchObject([
      { name: 't3', state: 'skipped', startedAt: '2026-11-24T09:01:00.500Z' },
      { name: 't4', state: 'running' },
      { name: 't5', state: 'not_triggered', startedAt: null },
    ]);
  });

  it('that failed names the step also in a listing, where no tasks are', async () => {
    const runner = connected();
    await runner.start({ ...order, parameters: { window_days: 0 } });
    world.move(3_600_000);
    const { items } = await runner.listRuns({ changedSince: '2026-01-01T00:00:00.000Z' });
    expect(items).toMatchObject([{ state: 'failed', steps: [], failure: { step: 'train' } }]);
    expect(items[0]?.failure?.message).toContain('The DAG failed');
    expect((await runner.getRun(items[0]?.id ?? ''))?.failure).toEqual({
      step: 'train',
      message: 'There are no rows in a window of 0 days.',
    });
  });

  it('has a page that a person can open', async () => {
    expect((await connected().start(order)).url).toBe(
      'https://console.cloud.google.com/vertex-ai/locations/europe-west4/pipelines/runs/countersign-fraud-scorer-r-12?project=northwind-ml',
    );
  });
});

describe('a listing', () => {
  it('is one request a page for the whole project and region, without specs', async () => {
    const runner = connected();
    for (let i = 0; i < 101; i += 1) await runner.start({ ...order, key: `run-${i}` });
    const before = server.requests.length;
    const first = await runner.listRuns({ changedSince: '2026-11-24T08:00:00.000Z' });
    const second = await runner.listRuns({
      changedSince: '2026-11-24T08:00:00.000Z',
      pageToken: first.nextPageToken ?? '',
    });
    expect([first.items.length, second.items.length, second.nextPageToken]).toEqual([100, 1, null]);
    const asked = server.requests.slice(before).map(({ path }) => new URL(path, 'http://x').searchParams);
    expect(asked).toHaveLength(2);
    expect(asked[0]?.get('filter')).toBe('update_time>="2026-11-24T08:00:00.000Z"');
    expect(asked[0]?.get('readMask')).not.toContain('pipelineSpec');
  });

  it('goes on through empty pages, but never in circles', async () => {
    const { runner, asked } = answering(
      { nextPageToken: 'a' },
      { pipelineJobs: [{ name: 'x/r' }], nextPageToken: 'b' },
    );
    const page = await runner.listRuns({ changedSince: '2026-01-01T00:00:00.000Z' });
    expect(page).toMatchObject({ items: [{ id: 'r' }], nextPageToken: 'b' });
    expect(asked.map(({ searchParams }) => searchParams.get('pageToken'))).toEqual([null, 'a']);
    const circle = answering({ nextPageToken: 'a' }, { nextPageToken: 'b' }, { nextPageToken: 'a' });
    expect(await circle.runner.listRuns({ changedSince: '2026-01-01T00:00:00.000Z' })).toEqual({
      items: [],
      nextPageToken: null,
    });
  });
});

describe('the check', () => {
  const checked = async (...lacks: string[]) => {
    server.setCallers([{ token: 'pretend-token', lacks }]);
    return await connected().check();
  };
  const sentences = async (...lacks: string[]) => (await checked(...lacks)).problems.map(({ sentence }) => sentence);

  it('finds nothing to mend where all is given, but a clock far from ours', async () => {
    const health = await checked();
    expect(health).toMatchObject({
      reachable: true,
      version: null,
      unseen: [expect.stringContaining('service account of runs')],
    });
    expect(health.problems.map(({ sentence }) => sentence).filter((one) => !one.startsWith('The clock'))).toEqual([]);
  });

  it('changes nothing', async () => {
    await checked();
    expect(server.requests.map(({ path }) => path.split('?')[0]?.split('/').at(-1))).toEqual([
      'pipelineJobs',
      'northwind-ml:testIamPermissions',
    ]);
    expect(world.engine.runs()).toEqual([]);
  });

  it('names each permission that is missing, once', async () => {
    const found = (await sentences('aiplatform.pipelineJobs.create', 'aiplatform.pipelineJobs.cancel')).slice(-2);
    expect(found).toEqual([
      'Our account does not have aiplatform.pipelineJobs.create in northwind-ml, so it cannot start runs.',
      'Our account does not have aiplatform.pipelineJobs.cancel in northwind-ml, so it cannot cancel runs.',
    ]);
    const { problems } = await checked('aiplatform.pipelineJobs.list');
    expect(problems.filter(({ sentence, fix }) => `${sentence} ${fix}`.includes('pipelineJobs.list'))).toHaveLength(1);
  });

  it('says what it could not see where permissions are not told', async () => {
    const health = await checked('resourcemanager.projects.get');
    expect(health.unseen?.[0]).toContain('start and cancel runs');
  });

  it('tells an address where nothing runs, a wrong region and a wrong token', async () => {
    expect(await connected({ location: 'us-central1' }).check()).toMatchObject({
      reachable: true,
      problems: [{ sentence: expect.stringContaining('serves no such thing') }],
    });
    const stranger = await connected({ token: async () => 'other' }).check();
    expect(stranger.problems).toMatchObject([
      { sentence: expect.stringContaining('does not accept our access token') },
    ]);
    const addresses = { vertex: 'http://127.0.0.1:1' };
    expect(await connected({ addresses }).check()).toMatchObject({ reachable: false, problems: [expect.anything()] });
  });
});

describe('options', () => {
  it.each([
    { project: 'North Wind' },
    { location: 'europe/west4' },
    { repository: 'https://europe-west4-docker.pkg.dev/a/b' },
    { outputDirectory: '/tmp' },
    { serviceAccount: 'runs' },
  ])('%o is refused with the form that would do', (wrong) => {
    expect(() => connected(wrong)).toThrow(ConfigError);
    expect(() => connected(wrong)).toThrow(/connection v: .* written as/);
  });
});
