import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PretendVertex, startPretendVertex } from '#sandbox/vertex/server.ts';
import { registryAt } from './vertex-place.ts';

let server: PretendVertex;
let nowMs = 0;
beforeEach(async () => {
  nowMs = Date.parse('2026-11-24T09:00:00Z');
  server = await startPretendVertex({ clock: () => nowMs });
});
afterEach(() => server.close());

const image = `europe-docker.pkg.dev/p/serve@sha256:${'a'.repeat(64)}`;

describe('what is known of how a version came to be', () => {
  it('comes from its pipeline job, its labels and what it was served with', async () => {
    server.outside.addPipelineJob({
      id: 'train-1',
      state: 'PIPELINE_STATE_SUCCEEDED',
      startedMs: nowMs - 3_600_000,
      endedMs: nowMs - 60_000,
      labels: { 'countersign-owner': 'rosa', 'countersign-data_as_of': '2026-10-31', stage: 'nightly' },
      parameters: { trees: 400, rate: 0.05, algorithm: 'xgboost', features: ['a', 'b'] },
      template: `sha256:${'b'.repeat(64)}`,
    });
    const labels = { 'countersign-contributors': 'rosa__jon', stage: 'release' };
    server.outside.addVersion('tide', { pipelineJob: 'train-1', imageUri: image, artifactUri: 'gs://tide/1', labels });
    const registry = registryAt(server);
    const version = await registry.getVersion('tide', '1');
    expect(version).toMatchObject({ source: 'gs://tide/1', runId: 'tide@1', status: 'ready' });
    expect(await registry.getRun('tide@1', version ?? undefined)).toEqual({
      id: 'tide@1',
      measuredAt: {},
      status: 'finished',
      owner: 'rosa',
      startedAt: '2026-11-24T08:00:00.000Z',
      endedAt: '2026-11-24T08:59:00.000Z',
      metrics: {},
      params: { trees: '400', rate: '0.05', algorithm: 'xgboost', features: '["a","b"]' },
      tags: {
        'countersign.owner': 'rosa',
        'countersign.data_as_of': '2026-10-31',
        'countersign.contributors': 'rosa,jon',
        'countersign.digest.code': `sha256:${'b'.repeat(64)}`,
        'countersign.digest.environment': `sha256:${'a'.repeat(64)}`,
        stage: 'release',
      },
      datasets: [],
    });
  });

  describe('comes from what its pipeline run read and wrote', () => {
    const job = { id: 'j', state: 'PIPELINE_STATE_SUCCEEDED', labels: {}, parameters: {}, template: '' };
    const clicks = { name: 'clicks', uri: 'bq://recs.clicks' };
    const made = (datasets: readonly { name: string; uri: string }[], metrics: Readonly<Record<string, unknown>>) => {
      const times = { startedMs: nowMs - 3_600_000, endedMs: nowMs - 60_000 };
      server.outside.addPipelineJob({ ...job, ...times, lineage: { datasets, metrics } });
      server.outside.addVersion('tide', { pipelineJob: 'j' });
    };

    it('the data that it was given, not what its steps made of them', async () => {
      made([{ name: 'pictures', uri: 'gs://pictures' }, clicks], {});
      const run = await registryAt(server).getRun('tide@1');
      expect(run?.tags['countersign.trained_on']).toBe('clicks (bq://recs.clicks), pictures (gs://pictures)');
    });

    it('what steps wrote down as metrics, where no evaluation says otherwise', async () => {
      made([], { auc: 0.9, loss: 'NaN', rows: 12, curve: [1, 2] });
      server.outside.evaluate('tide', '1', { metrics: { auc: 0.8 } });
      const run = await registryAt(server).getRun('tide@1');
      expect(run?.metrics).toEqual({ auc: 0.8, loss: null, rows: 12 });
      expect(run?.measuredAt).toMatchObject({ rows: '2026-11-24T08:59:00.000Z', auc: '2026-11-24T09:00:00.000Z' });
      expect(run?.tags['countersign.trained_on']).toBe('training split');
    });

    it('nothing where it is kept from us, and an error where it cannot be read', async () => {
      made([clicks], { rows: 12 });
      server.denied.add('aiplatform.contexts.queryContextLineageSubgraph');
      const run = await registryAt(server).getRun('tide@1');
      expect(run).toMatchObject({ status: 'finished', metrics: {} });
      expect(run?.tags).not.toHaveProperty('countersign.trained_on');
      server.denied.clear();
      const failing = { fetch: failingAt('queryContextLineageSubgraph') };
      await expect(registryAt(server, failing).getRun('tide@1')).rejects.toThrow('status 500');
    });
  });

  it('is nothing but the version itself where no pipeline made it, or its job was deleted', async () => {
    const unknown = { status: 'finished', owner: null, startedAt: null, endedAt: null, params: {}, tags: {} };
    server.outside.addVersion('tide', { imageUri: 'europe-docker.pkg.dev/p/serve:latest' });
    server.outside.addVersion('tide', { pipelineJob: 'gone' });
    const registry = registryAt(server);
    expect(await registry.getRun('tide@1')).toMatchObject(unknown);
    expect(await registry.getRun('tide@2')).toMatchObject(unknown);
    expect((await registry.getVersion('tide', '1'))?.source).toBe('vertex:tide@1');
  });

  it.each([
    ['PIPELINE_STATE_RUNNING', 'running'],
    ['PIPELINE_STATE_FAILED', 'failed'],
    ['PIPELINE_STATE_CANCELLED', 'killed'],
    ['PIPELINE_STATE_NEW_KIND', 'running'],
  ])('calls the state %s %s', async (state, status) => {
    const job = { id: 'j', state, startedMs: nowMs, endedMs: null, labels: {}, parameters: {}, template: '' };
    server.outside.addPipelineJob(job);
    server.outside.addVersion('tide', { pipelineJob: 'j' });
    expect((await registryAt(server).getRun('tide@1'))?.status).toBe(status);
  });
});

/** Fails every request of which the address holds some text. */
function failingAt(text: string): typeof fetch {
  return async (input, init) =>
    new Request(input).url.includes(text) ? new Response('{}', { status: 500 }) : await fetch(input, init);
}

describe('metrics', () => {
  beforeEach(() => {
    server.outside.addVersion('tide');
  });

  it('are the newest number of each name; matrices and curves are left out', async () => {
    server.outside.evaluate('tide', '1', {
      metrics: { auPrc: 0.8, logLoss: 0.4, confusionMatrix: { rows: [[1, 2]] }, confidenceMetrics: [{ recall: 1 }] },
    });
    nowMs += 1;
    server.outside.evaluate('tide', '1', { metrics: { auPrc: 0.84, note: 'fine', mape: 'Infinity' } });
    expect((await registryAt(server).getRun('tide@1'))?.metrics).toEqual({ auPrc: 0.84, logLoss: 0.4, mape: null });
  });

  it('are told apart by slice, from the newest evaluation of each kind', async () => {
    const regression = 'gs://google-cloud-aiplatform/schema/modelevaluation/regression_metrics_1.0.0.yaml';
    const slices = (eu: number) => ({ 'region=EU': { recall: eu, rows: 900 }, 'region=US': { recall: 0.5 } });
    server.outside.evaluate('tide', '1', { metrics: { recall: 0.6 }, slices: slices(0.1) });
    server.outside.evaluate('tide', '1', {
      metricsSchemaUri: regression,
      metrics: { rmse: 2 },
      slices: { 'age=old': { rmse: 3 } },
    });
    nowMs += 1;
    server.outside.evaluate('tide', '1', { metrics: { recall: 0.7 }, slices: slices(0.8) });
    const run = await registryAt(server).getRun('tide@1');
    expect(run?.metrics).toEqual({ recall: 0.7, rmse: 2 });
    expect(run?.datasets).toEqual([
      { name: 'region=EU', digest: null, metrics: { recall: 0.8, rows: 900 } },
      { name: 'region=US', digest: null, metrics: { recall: 0.5 } },
      { name: 'age=old', digest: null, metrics: { rmse: 3 } },
    ]);
    expect(server.requests.filter(({ path }) => path.includes('/slices'))).toHaveLength(2);
  });
});

describe('slices as Google itself writes them', () => {
  it.each([
    [{ dimension: 'annotationSpec', value: 'cat' }, 'annotationSpec=cat'],
    [{ dimension: 'slice', value: 'region=EU' }, 'region=EU'],
    [
      {
        dimension: 'slice',
        value: 'x',
        sliceSpec: {
          configs: {
            b: { value: { stringValue: '2' } },
            a: { value: { stringValue: '1' } },
            n: { value: { floatValue: 3 } },
          },
        },
      },
      'a=1,b=2',
    ],
  ])('%j is %s', async (slice, name) => {
    server.outside.addVersion('tide');
    server.outside.evaluate('tide', '1', { metrics: { recall: 0.7 } });
    const answering: typeof fetch = async (input, init) =>
      new Request(input).url.includes('/slices')
        ? Response.json({
            modelEvaluationSlices: [{ slice, metrics: { recall: 0.5 }, createTime: '2026-11-24T09:00:00.123456789Z' }],
          })
        : await fetch(input, init);
    const run = await registryAt(server, { fetch: answering }).getRun('tide@1');
    expect(run?.datasets).toEqual([{ name, digest: null, metrics: { recall: 0.5 } }]);
  });
});
