import { afterAll, expect, it } from 'vitest';
import { connectVertexPipelines } from '#adapters/pipelines/vertex-pipelines/connect.ts';
import { startPretendMlflow } from '#sandbox/mlflow/server.ts';
import { pipelineEngine } from '#sandbox/pipelines/engine/run-engine.ts';
import { mlflowTrainingRegistry } from '#sandbox/pipelines/late-arrivals/mlflow-training-registry.ts';
import { lateArrivalsTemplate } from '#sandbox/pipelines/late-arrivals/template.ts';
import { workerTrainer } from '#sandbox/pipelines/late-arrivals/worker-trainer.ts';
import { startPretendVertexPipelines } from '#sandbox/vertex-pipelines/server.ts';

const trainer = workerTrainer();
afterAll(() => trainer.close());

it('trains over HTTP: what the run says is what the registry holds', async () => {
  let now = Date.parse('2026-11-24T09:00:00Z');
  const clock = () => now;
  const mlflow = await startPretendMlflow({ clock });
  mlflow.outside.addModel('late-arrivals');
  const registry = mlflowTrainingRegistry(mlflow, 'production');
  const engine = pipelineEngine({ clock, templates: [lateArrivalsTemplate({ trainer, registry, createdMs: 0 })] });
  const server = await startPretendVertexPipelines({ engine, clock });
  const { url } = server;
  const runner = connectVertexPipelines({
    id: 'vertex',
    project: 'northwind-ml',
    location: 'europe-west4',
    repository: 'https://europe-west4-kfp.pkg.dev/northwind-ml/pipelines',
    outputDirectory: 'gs://northwind-ml/runs',
    serviceAccount: null,
    token: async () => 'pretend-token',
    timeoutMs: 30_000,
    addresses: { vertex: url, artifacts: `${url}/artifacts`, storage: url, resourceManager: url },
  });
  const pipeline = 'late-arrivals-training';
  expect((await runner.describe(pipeline))?.machines.map(({ cpus, memory }) => [cpus, memory])).toEqual([
    [2, 8],
    [8, 32],
    [4, 16],
    [1, 4],
  ]);
  const order = { key: 'late-r-1', pipeline, labels: {}, title: 'late-arrivals, R-1' };
  const { id } = await runner.start({ ...order, parameters: { trees: 4 } });
  now += 3_600_000;
  const run = await runner.getRun(id);
  expect(run).toMatchObject({ state: 'succeeded', produced: [{ model: 'late-arrivals', version: '1' }] });
  const kept = mlflow.snapshot().runs[0]?.metrics ?? [];
  expect(kept.length).toBeGreaterThan(2);
  for (const { key, value } of kept) expect(run?.metrics[key]).toBe(value);
  await server.close();
  await mlflow.close();
});
