import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PastRun } from '#domain/past-runs.ts';
import type { PipelineTemplate } from '#domain/pipeline.ts';
import type { Org } from '#playbook/organization.ts';
import { type PretendPriceList, startPretendPriceList } from '#sandbox/price-list/server.ts';
import { costEstimator } from '../src/connect-price-list.ts';
import { connected } from './adapters/price-list-connection.ts';

const org = {
  currency: 'EUR',
  connections: [
    { id: 'vertex', kind: 'vertex-pipelines', url: null, project: 'northwind-ml', location: 'europe-west4' },
    { id: 'kubeflow', kind: 'kubeflow', url: 'http://127.0.0.1:1', project: null, location: null },
  ],
} as unknown as Org;
const nothing = { url: null, username: null, password: null, token: null, webhookSecret: null };
const template: PipelineTemplate = {
  pipeline: 'p',
  title: 'P',
  version: 'v1',
  inputs: [],
  machines: [{ step: 'train', machineType: 'n1-standard-4', cpus: null, memory: null, accelerator: null }],
};
const run = (billed: PastRun['billed']): PastRun => ({
  templateVersion: 'v1',
  state: 'succeeded',
  endedAt: '2026-11-01T02:00:00.000Z',
  steps: [
    {
      name: 'train',
      state: 'succeeded',
      startedAt: '2026-11-01T00:00:00.000Z',
      endedAt: '2026-11-01T02:00:00.000Z',
    },
  ],
  billed,
});

describe('what a run is estimated to cost', () => {
  let list: PretendPriceList;
  beforeAll(async () => {
    list = await startPretendPriceList({ conversion: { EUR: '1' } });
  });
  afterAll(() => list.close());
  const estimator = () =>
    costEstimator(
      org,
      () => nothing,
      () => '2026-11-28T10:00:00.000Z',
      ({ kind }) => (kind === 'vertex-pipelines' ? connected(list) : null),
    );

  it('comes from what earlier runs were billed, wherever they ran', async () => {
    const pastRuns = [run({ amount: '12.3', currency: 'EUR' })];
    expect(await estimator()({ connection: 'kubeflow', template, pastRuns })).toMatchObject({
      known: true,
      amount: '12.3',
      currency: 'EUR',
      basis: 'Billed cost of one run of this version, which ended on 1 Nov 2026.',
    });
  });

  it('comes from the price list where there is one and hours are known, and is unknown otherwise', async () => {
    const priced = await estimator()({ connection: 'vertex', template, pastRuns: [run(null)] });
    expect(priced).toMatchObject({
      currency: 'EUR',
      basis: expect.stringMatching(/^List prices of europe-west4, read on/),
    });
    expect(priced.known && Number(priced.amount)).toBeGreaterThan(0);
    const unknown = async (connection: string, pastRuns: readonly PastRun[]) => {
      const estimate = await estimator()({ connection, template, pastRuns });
      return estimate.known ? null : estimate.because;
    };
    expect(await unknown('vertex', [])).toMatch(/^No run of this pipeline is known\. /);
    for (const elsewhere of ['kubeflow', 'gone']) {
      expect(await unknown(elsewhere, [run(null)])).toMatch(/is known\. There is no price list for where it runs\.$/);
    }
  });
});
