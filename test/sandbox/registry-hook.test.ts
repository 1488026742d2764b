import { expect, it } from 'vitest';
import { northwind } from '#sandbox/mlflow/seed.ts';
import { startPretendMlflow } from '#sandbox/mlflow/server.ts';
import { registryHook } from '#sandbox/registry-hook.ts';
import { northwindVertex } from '#sandbox/vertex/seed.ts';
import { startPretendVertex } from '#sandbox/vertex/server.ts';

it('shows the models of both registries on the page, and moves an alias where the model is', async () => {
  const baseMs = Date.parse('2026-11-24T09:00:00Z');
  const mlflow = await startPretendMlflow({ seed: northwind(baseMs) });
  const vertex = await startPretendVertex({ seed: northwindVertex(baseMs) });
  const hook = registryHook({ mlflow, vertex });
  await hook.moveAlias({ model: 'similar-items', alias: 'production', version: '5' });
  await hook.moveAlias({ model: 'fraud-scorer', alias: 'production', version: '7' });
  const { models } = await hook.view();
  const named = (name: string) => models.find((model) => model.name === name);
  expect(named('fraud-scorer')?.aliases).toMatchObject({ production: '7' });
  expect(named('similar-items')).toMatchObject({ aliases: { production: '5', challenger: '5' } });
  expect(named('similar-items')?.versions[0]).toMatchObject({
    version: '5',
    metrics: { hit_rate_at_10: 0.374, p99_latency_ms: 51 },
  });
  await mlflow.close();
  await vertex.close();
});

it('breaks each system that stands beside by itself, and says which there are', async () => {
  const mlflow = await startPretendMlflow();
  const vertex = await startPretendVertex();
  const hook = registryHook({ mlflow, vertex });
  hook.setFault({ system: 'vertex', fault: 'slow', on: true });
  expect(vertex.faults.active().get('slow')).toEqual({ ms: 3_000 });
  expect(mlflow.faults.active().size).toBe(0);
  expect(hook.faults()['vertex.slow']).toEqual({ title: 'Vertex AI answers late', on: true, ms: 3_000 });
  hook.setFault({ system: 'vertex', fault: 'slow', on: false });
  expect(hook.faults()['vertex.slow']).toMatchObject({ on: false });
  expect(Object.keys(hook.faults())).toHaveLength(12);
  expect(() => hook.setFault({ system: 'kubeflow', fault: 'down', on: true })).toThrow(
    'kubeflow does not stand beside',
  );
  expect(() => hook.setFault({ system: 'mlflow', fault: 'flood', on: true })).toThrow('MLflow has no fault flood');
  await mlflow.close();
  await vertex.close();
});
