import { globSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpoints } from '#sandbox/vertex-pipelines/exchange.ts';
import { type PretendVertexPipelines, startPretendVertexPipelines } from '#sandbox/vertex-pipelines/server.ts';
import { contractEngine, contractPipeline } from '../contract/contract-pipeline.ts';

let server: PretendVertexPipelines;
let world: ReturnType<typeof contractEngine>;
beforeEach(async () => {
  world = contractEngine();
  server = await startPretendVertexPipelines({ engine: world.engine, clock: world.clock });
});
afterEach(() => server.close());

const parent = 'v1/projects/northwind-ml/locations/europe-west4/pipelineJobs';
const templateUri = `https://europe-west4-kfp.pkg.dev/northwind-ml/pipelines/${contractPipeline}/latest`;
const job = {
  displayName: 'a run',
  templateUri,
  runtimeConfig: { gcsOutputDirectory: 'gs://x/y', parameterValues: { window_days: 3 } },
};

async function ask(method: string, path: string, body?: object, token = 'pretend-token') {
  const response = await fetch(`${server.url}/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: (json ? JSON.parse(text) : text) as Record<string, unknown> };
}

const start = (id: string, more: object = {}) => ask('POST', `${parent}?pipelineJobId=${id}`, { ...job, ...more });
const refusal = (code: number, status: string) => ({ status: code, body: { error: { code, status } } });

describe('creating', () => {
  it('answers the job at once, by project number, and refuses its id the second time', async () => {
    const { status, body } = await start('one', { labels: { team: 'x' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: expect.stringMatching(/^projects\/\d+\/locations\/europe-west4\/pipelineJobs\/one$/),
      state: 'PIPELINE_STATE_PENDING',
      createTime: '2026-11-24T09:00:00.000000Z',
      labels: { team: 'x' },
      templateMetadata: { version: 'v2' },
    });
    expect(await start('one')).toMatchObject(refusal(409, 'ALREADY_EXISTS'));
    expect(world.engine.runs()).toHaveLength(1);
  });

  it.each([
    ['an unknown field', { display_name: 'x' }],
    ['no output directory', { runtimeConfig: { parameterValues: { window_days: 3 } } }],
    ['a label that Google does not take', { labels: { Team: 'x' } }],
    [
      'an unknown parameter',
      { runtimeConfig: { gcsOutputDirectory: 'gs://x', parameterValues: { window_days: 3, a: 1 } } },
    ],
    ['a missing parameter', { runtimeConfig: { gcsOutputDirectory: 'gs://x' } }],
    ['a pipeline it has no image for', { templateUri: '', pipelineSpec: { pipelineInfo: { name: 'other' } } }],
  ])('refuses %s', async (_name, change) => {
    expect(await start('bad', change)).toMatchObject(refusal(400, 'INVALID_ARGUMENT'));
    expect(world.engine.runs()).toEqual([]);
  });

  it('refuses an id it cannot take, and a template that is gone', async () => {
    expect(await start('Bad_Id')).toMatchObject(refusal(400, 'INVALID_ARGUMENT'));
    expect(await start('gone', { templateUri: `${templateUri}-no` })).toMatchObject(refusal(404, 'NOT_FOUND'));
  });
});

describe('reading', () => {
  it('gives details of tasks to get, and none to a listing', async () => {
    await start('one');
    world.move(100_000);
    const { body } = await ask('GET', `${parent}/one`);
    expect(body).toMatchObject({
      state: 'PIPELINE_STATE_RUNNING',
      jobDetail: {
        taskDetails: [
          { taskId: '1', taskName: contractPipeline, state: 'RUNNING' },
          { parentTaskId: '1', taskName: 'prepare', state: 'SUCCEEDED' },
          { taskName: 'train', state: 'RUNNING' },
        ],
      },
    });
    const listed = (await ask('GET', parent)).body['pipelineJobs'];
    expect(listed).toMatchObject([{ state: 'PIPELINE_STATE_RUNNING' }]);
    expect(JSON.stringify(listed)).not.toContain('jobDetail');
    expect((await ask('GET', `${parent}?readMask=name`)).body).toEqual({
      pipelineJobs: [{ name: expect.stringMatching(/one$/) }],
    });
  });

  it('filters by label and by the time of the last change, newest first, in pages', async () => {
    const names = async (query: Record<string, string>) => {
      const { body } = await ask('GET', `${parent}?${new URLSearchParams(query).toString()}`);
      const jobs = (body['pipelineJobs'] ?? []) as { name: string }[];
      return { ids: jobs.map(({ name }) => name.split('/').at(-1)), next: body['nextPageToken'] };
    };
    await start('one', { labels: { team: 'x' } });
    world.move(3_600_000);
    await start('two', { labels: { team: 'y' } });
    world.move(1000);
    await start('three', { labels: { team: 'x' } });
    expect(await names({ filter: 'labels.team="x"' })).toEqual({ ids: ['three', 'one'], next: undefined });
    const filter = 'labels.team="x" AND update_time>="2026-11-24T10:00:00Z"';
    expect((await names({ filter })).ids).toEqual(['three']);
    const first = await names({ pageSize: '2' });
    expect(first.ids).toEqual(['three', 'two']);
    expect(await names({ pageSize: '2', pageToken: String(first.next) })).toEqual({ ids: ['one'], next: undefined });
    expect(await ask('GET', `${parent}?filter=nonsense`)).toMatchObject(refusal(400, 'INVALID_ARGUMENT'));
    expect((await ask('GET', `${parent}?filter=${encodeURIComponent('labels.team="z"')}`)).body).toEqual({});
  });
});

describe('ending', () => {
  it('cancels what runs, refuses to cancel what is over, and deletes only that', async () => {
    await start('one');
    expect(await ask('DELETE', `${parent}/one`)).toMatchObject(refusal(400, 'FAILED_PRECONDITION'));
    expect(await ask('POST', `${parent}/one:cancel`)).toEqual({ status: 200, body: {} });
    expect((await ask('GET', `${parent}/one`)).body['state']).toBe('PIPELINE_STATE_CANCELLING');
    world.move(20_000);
    expect((await ask('GET', `${parent}/one`)).body['state']).toBe('PIPELINE_STATE_CANCELLED');
    expect(await ask('POST', `${parent}/one:cancel`)).toMatchObject(refusal(400, 'FAILED_PRECONDITION'));
    expect(await ask('DELETE', `${parent}/one`)).toMatchObject({ status: 200, body: { done: true } });
    expect(await ask('GET', `${parent}/one`)).toMatchObject(refusal(404, 'NOT_FOUND'));
    expect(await ask('POST', `${parent}/one:cancel`)).toMatchObject(refusal(404, 'NOT_FOUND'));
  });
});

describe('the place and the caller', () => {
  it('answers a page to another region, and JSON to a stranger and to another project', async () => {
    const elsewhere = await ask('GET', parent.replace('europe-west4', 'us-central1'));
    expect(elsewhere).toMatchObject({ status: 404, body: expect.stringContaining('<!DOCTYPE html>') });
    expect(await ask('GET', parent, undefined, 'stranger')).toMatchObject(refusal(401, 'UNAUTHENTICATED'));
    const other = await ask('GET', parent.replace('northwind-ml', 'southwind'));
    expect(other).toMatchObject(refusal(403, 'PERMISSION_DENIED'));
    expect(other.body).toMatchObject({
      error: { details: [{ metadata: { permission: 'aiplatform.pipelineJobs.list' } }] },
    });
  });

  it('tells a caller what it may do', async () => {
    const permissions = ['aiplatform.pipelineJobs.create', 'aiplatform.pipelineJobs.get'];
    server.setCallers([{ token: 'pretend-token', lacks: ['aiplatform.pipelineJobs.create'] }]);
    const answer = await ask('POST', 'v3/projects/northwind-ml:testIamPermissions', { permissions });
    expect(answer).toEqual({ status: 200, body: { permissions: ['aiplatform.pipelineJobs.get'] } });
    expect(await start('one')).toMatchObject(refusal(403, 'PERMISSION_DENIED'));
  });
});

it('keeps its jobs in a snapshot, beside the runs that the engine keeps', async () => {
  await start('one', { labels: { team: 'x' } });
  const [kept, runs] = [server.snapshot(), world.engine.snapshot()];
  await server.close();
  world.engine.restore(runs);
  server = await startPretendVertexPipelines({ engine: world.engine, clock: world.clock });
  server.restore(kept);
  expect((await ask('GET', `${parent}/one`)).body).toMatchObject({ displayName: 'a run', labels: { team: 'x' } });
});

/** Which test meets which method of the API: `file › name of the test`. */
const coverage: Readonly<Record<string, string>> = {
  'pipelineJobs.create':
    'contract/pipeline-runner › makes a run that is found by its key, with what it was started with',
  'pipelineJobs.get': 'contract/pipeline-runner › is followed to its end, step by step',
  'pipelineJobs.list': 'contract/pipeline-runner › lists what goes on and what ended since, and no more',
  'pipelineJobs.cancel': 'contract/pipeline-runner › is cancelled, as often as it is asked',
  'pipelineJobs.delete':
    'sandbox/vertex-pipelines › cancels what runs, refuses to cancel what is over, and deletes only that',
  'artifactRegistry.downloadTemplate':
    'contract/pipeline-runner › says its inputs and machines, without the input that is ours',
  'storage.objects.get': 'adapters/vertex-pipelines › may have a second document, for Kubernetes',
  'projects.testIamPermissions': 'adapters/vertex-pipelines › names each permission that is missing, once',
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
