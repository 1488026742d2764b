import { expect } from 'vitest';
import type { Scene } from './scene.ts';

/** Somebody's monitoring writes what it measured beside the run of a version. */
export async function reportMetric(
  scene: Scene,
  of: { readonly model: string; readonly version: string; readonly key: string; readonly value: number },
): Promise<void> {
  const row = scene.mlflow.outside.model(of.model)?.versions.find((one) => String(one.version) === of.version);
  const answer = await fetch(`${scene.mlflow.url}/api/2.0/mlflow/runs/log-metric`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      run_id: row?.runId,
      // What was logged with a model is kept with it too.
      ...(row?.source.startsWith('models:/') === true ? { model_id: row.source.slice('models:/'.length) } : {}),
      key: of.key,
      value: of.value,
      timestamp: Date.parse(scene.slack.see.workspace().now),
    }),
  });
  expect(answer.status).toBe(200);
}
