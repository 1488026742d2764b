import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectVertexPipelines } from '#adapters/pipelines/vertex-pipelines/connect.ts';
import { estimateRun } from '#domain/cost-estimate.ts';
import { add, decimal, decimalText, divide, multiply } from '#domain/decimal.ts';
import { instantAt } from '#domain/instant.ts';
import type { PastRun } from '#domain/past-runs.ts';
import { type PretendPriceList, startPretendPriceList } from '#sandbox/price-list/server.ts';
import { type PretendVertexPipelines, startPretendVertexPipelines } from '#sandbox/vertex-pipelines/server.ts';
import { contractEngine, contractPipeline } from '../contract/contract-pipeline.ts';
import { connected } from './price-list-connection.ts';

let vertex: PretendVertexPipelines;
let list: PretendPriceList;
let world: ReturnType<typeof contractEngine>;
beforeEach(async () => {
  world = contractEngine();
  vertex = await startPretendVertexPipelines({ engine: world.engine, clock: world.clock });
  list = await startPretendPriceList({ conversion: { EUR: '1' } });
});
afterEach(async () => {
  await vertex.close();
  await list.close();
});

it('of Vertex AI Pipelines is unknown before the first run, and then known from its steps, machines and prices', async () => {
  const { url } = vertex;
  const runner = connectVertexPipelines({
    id: 'v',
    project: 'northwind-ml',
    location: 'europe-west4',
    repository: 'https://europe-west4-kfp.pkg.dev/northwind-ml/pipelines',
    outputDirectory: 'gs://northwind-ml/runs',
    serviceAccount: null,
    token: async () => 'pretend-token',
    timeoutMs: 5000,
    addresses: { vertex: url, artifacts: `${url}/artifacts`, storage: url, resourceManager: url },
  });
  const template = await runner.describe(contractPipeline);
  if (template === null) throw new Error('the pipeline is gone');
  const estimate = (runs: readonly PastRun[]) =>
    estimateRun(connected(list), template, runs, 'europe-west4', 'EUR', instantAt(world.clock()));

  expect(await estimate([])).toEqual({
    known: false,
    because:
      'No run of this pipeline is known. How long step prepare runs is not known: no successful run computed it.',
  });

  const order = { key: 'k', pipeline: contractPipeline, parameters: { window_days: 3 }, labels: {}, title: 'a run' };
  const { id } = await runner.start(order);
  world.move(3_600_000);
  const run = await runner.getRun(id);
  if (run === null) throw new Error('the run is gone');
  // Its three steps ran one after the other, each on an e2-standard-2.
  const [first, last] = [run.steps[0]?.startedAt, run.steps.at(-1)?.endedAt];
  const ms = Date.parse(last ?? '') - Date.parse(first ?? '');
  expect(ms).toBeGreaterThan(180_000);
  const hour = add(multiply(decimal(2), decimal('0.027616745')), multiply(decimal(8), decimal('0.003701628')));
  expect(await estimate([{ ...run, templateVersion: template.version, billed: null }])).toMatchObject({
    known: true,
    amount: decimalText(divide(multiply(hour, decimal(ms)), 3_600_000n, 12)),
    from: 'price_list',
    basis: expect.stringContaining(
      'taken is e2-standard-2 for prepare, e2-standard-2 for train, e2-standard-2 for register.',
    ),
  });
});
