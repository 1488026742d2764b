import { globSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpoints } from '#sandbox/kubeflow/router.ts';
import { type PretendKubeflow, startPretendKubeflow } from '#sandbox/kubeflow/server.ts';
import { pipelineId } from '#sandbox/kubeflow/state.ts';
import { contractEngine, contractPipeline } from '../contract/contract-pipeline.ts';

let server: PretendKubeflow;
let world: ReturnType<typeof contractEngine>;
beforeEach(async () => {
  world = contractEngine();
  server = await startPretendKubeflow({ engine: world.engine, clock: world.clock });
});
afterEach(() => server.close());

interface Said {
  readonly [key: string]: unknown;
  readonly message?: string;
  readonly code?: number;
}

async function asked(method: string, path: string, body?: object): Promise<{ status: number; said: Said }> {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await fetch(`${server.url}/apis/v2beta1/${path}`, init);
  return { status: response.status, said: (await response.json()) as Said };
}

const run = {
  display_name: 'a run',
  pipeline_version_reference: { pipeline_id: pipelineId(contractPipeline) },
  runtime_config: { parameters: { window_days: 1 } },
};

async function start(display_name: string): Promise<string> {
  return String((await asked('POST', 'runs', { ...run, display_name })).said['run_id']);
}

describe('the pretend Kubeflow Pipelines', () => {
  it('takes no field that the API does not know, and no pipeline that is not there', async () => {
    const labels = await asked('POST', 'runs', { ...run, labels: { team: 'a' } });
    expect(labels).toMatchObject({ status: 400, said: { code: 3 } });
    expect(labels.said.message).toContain('unknown field "labels"');
    const reference = { pipeline_id: pipelineId(contractPipeline), pipeline_version_id: 'x' };
    expect(await asked('POST', 'runs', { ...run, pipeline_version_reference: reference })).toMatchObject({
      status: 404,
      said: { code: 5 },
    });
    expect(world.engine.runs()).toEqual([]);
  });

  it('starts any number of runs of one name: it knows no key of the caller', async () => {
    expect(await start('the same')).not.toBe(await start('the same'));
  });

  it('pages by what stands first on the next page, so that new rows shift nothing', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await start(name);
    const query = 'page_size=2&sort_by=display_name%20asc';
    const first = await asked('GET', `runs?${query}`);
    expect(first.said).toMatchObject({ total_size: 4, runs: [{ display_name: 'a' }, { display_name: 'b' }] });
    await start('aa');
    const token = encodeURIComponent(String(first.said['next_page_token']));
    const second = await asked('GET', `runs?${query}&page_token=${token}`);
    expect(second.said).toMatchObject({ runs: [{ display_name: 'c' }, { display_name: 'd' }], next_page_token: '' });
    expect(await asked('GET', `runs?sort_by=created_at&page_token=${token}`)).toMatchObject({ status: 400 });
  });

  const wrong = [
    'sort_by=moon',
    'sort_by=created_at%20sideways',
    'page_size=-1',
    'page_token=nonsense',
    `filter=${encodeURIComponent('{"predicates":[{"key":"moon","operation":"EQUALS","string_value":"a"}]}')}`,
    `filter=${encodeURIComponent('{"predicates":[{"key":"state","operation":"LIKE","string_value":"a"}]}')}`,
    `filter=${encodeURIComponent('{"predicates":[{"key":"created_at","operation":"EQUALS","string_value":"a"}]}')}`,
    'filter=nonsense',
  ];
  it.each(wrong)('refuses a listing with %s', async (query) => {
    await start('a');
    expect(await asked('GET', `runs?${query}`)).toMatchObject({ status: 400, said: { code: 3 } });
  });

  it('filters by every operation that the API has', async () => {
    await start('fraud [a-1]');
    await start('fraud [a-12]');
    const count = async (predicate: object) => {
      const filter = encodeURIComponent(JSON.stringify({ predicates: [predicate] }));
      return (await asked('GET', `runs?filter=${filter}`)).said['total_size'];
    };
    const at = new Date(world.clock()).toISOString();
    const key = 'display_name';
    expect(await count({ key, operation: 'EQUALS', string_value: 'fraud [a-1]' })).toBe(1);
    expect(await count({ key, operation: 'NOT_EQUALS', string_value: 'fraud [a-1]' })).toBe(1);
    expect(await count({ key, operation: 'IS_SUBSTRING', string_value: '[a-1]' })).toBe(1);
    expect(await count({ key: 'state', operation: 'IN', string_values: { values: ['PENDING', 'PAUSED'] } })).toBe(2);
    for (const [operation, found] of [
      ['GREATER_THAN', 0],
      ['GREATER_THAN_EQUALS', 2],
      ['LESS_THAN', 0],
      ['LESS_THAN_EQUALS', 2],
    ] as const) {
      expect(await count({ key: 'created_at', operation, timestamp_value: at })).toBe(found);
    }
  });

  it('lists pipelines and takes them away, archives runs and reads experiments', async () => {
    const id = await start('a');
    expect((await asked('POST', `runs/${id}:archive`)).status).toBe(200);
    expect((await asked('GET', `runs/${id}`)).said).toMatchObject({ storage_state: 'ARCHIVED' });
    const listed = (await asked('GET', 'pipelines')).said;
    expect(listed).toMatchObject({ pipelines: [{ name: contractPipeline }], total_size: 1 });
    expect((await asked('DELETE', `pipelines/${pipelineId(contractPipeline)}`)).status).toBe(200);
    expect((await asked('GET', `pipelines/${pipelineId(contractPipeline)}`)).status).toBe(404);
    expect((await asked('POST', 'runs', run)).status).toBe(404);
    const made = (await asked('POST', 'experiments', { display_name: 'e' })).said;
    expect((await asked('GET', `experiments/${String(made['experiment_id'])}`)).said).toEqual(made);
    expect((await asked('POST', 'experiments', { display_name: 'e' })).status).toBe(409);
    expect((await asked('GET', 'experiments/none')).status).toBe(404);
  });

  it('has what it kept when it starts again', async () => {
    const id = await start('a');
    const [kept, runs] = [server.snapshot(), world.engine.snapshot()];
    const other = contractEngine();
    other.engine.restore(runs);
    const again = await startPretendKubeflow({ engine: other.engine, clock: other.clock });
    again.restore(kept);
    const response = await fetch(`${again.url}/apis/v2beta1/runs/${id}`);
    expect(await response.json()).toMatchObject({ run_id: id, display_name: 'a' });
    await again.close();
  });
});

/** Which test meets which method of the API: `file › name of the test`. */
const coverage: Readonly<Record<string, string>> = {
  'GET pipelines': 'sandbox/kubeflow › lists pipelines and takes them away, archives runs and reads experiments',
  'GET pipelines/names/{name}':
    'contract/pipeline-runner › says its inputs and machines, without the input that is ours',
  'GET pipelines/{id}':
    'adapters/pipelines-kubeflow › asks for a page of 200 at a time, however many runs there are, and for each pipeline once',
  'DELETE pipelines/{id}':
    'sandbox/kubeflow › lists pipelines and takes them away, archives runs and reads experiments',
  'GET pipelines/{id}/versions': 'adapters/pipelines-kubeflow › %s is version %s',
  'GET experiments':
    'adapters/pipelines-kubeflow › in multi-user mode is in our namespace, in an experiment that is made once',
  'GET experiments/{id}': 'sandbox/kubeflow › lists pipelines and takes them away, archives runs and reads experiments',
  'POST experiments':
    'adapters/pipelines-kubeflow › in multi-user mode is in our namespace, in an experiment that is made once',
  'GET runs': 'contract/pipeline-runner › lists what goes on and what ended since, and no more',
  'POST runs': 'contract/pipeline-runner › makes a run that is found by its key, with what it was started with',
  'GET runs/{id}': 'contract/pipeline-runner › is followed to its end, step by step',
  'GET runs/{id}/tasks': 'contract/pipeline-runner › is followed to its end, step by step',
  'POST runs/{id}:terminate': 'contract/pipeline-runner › is cancelled, as often as it is asked',
  'POST runs/{id}:archive':
    'sandbox/kubeflow › lists pipelines and takes them away, archives runs and reads experiments',
  'DELETE runs/{id}': 'contract/pipeline-runner › that somebody deleted is null, and cancelling it is done',
};

describe('the coverage table', () => {
  it('names every method that is served, and no other', () => {
    expect(Object.keys(coverage).sort()).toEqual(endpoints.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it.each(Object.entries(coverage))('%s is met by a test that is there', (_method, where) => {
    const [file = '', name = ''] = where.split(' › ');
    const texts = globSync(`test/${file}{,.test}.ts`).map((path) => readFileSync(path, 'utf8'));
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain(`'${name}'`);
  });
});
