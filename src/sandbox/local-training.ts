import { type PretendKubeflow, startPretendKubeflow } from './kubeflow/server.ts';
import type { Snapshot } from './kubeflow/state.ts';
import type { SeedModel } from './mlflow/seed-model.ts';
import type { PretendMlflow } from './mlflow/server.ts';
import { type LateArrivalsMonitor, lateArrivalsMonitor } from './monitor/late-arrivals-monitor.ts';
import type { EngineRun } from './pipelines/engine/engine.ts';
import { pipelineEngine } from './pipelines/engine/run-engine.ts';
import { lateArrivalsHistory } from './pipelines/late-arrivals/history.ts';
import { mlflowTrainingRegistry } from './pipelines/late-arrivals/mlflow-training-registry.ts';
import { lateArrivalsTemplate } from './pipelines/late-arrivals/template.ts';
import { workerTrainer } from './pipelines/late-arrivals/worker-trainer.ts';

/** What is kept of the pipelines: the server's rows and the engine's runs. */
export interface KeptTraining {
  readonly server: Snapshot;
  readonly runs: readonly EngineRun[];
}

/** The pipelines of Northwind: a pretend Kubeflow whose training pipeline computes, and registers in the pretend MLflow. */
export interface LocalTraining {
  readonly kubeflow: PretendKubeflow;
  /** What watches the model that it trains; `historyDays` before today are told of too. */
  readonly monitor: (historyDays: number) => LateArrivalsMonitor;
  readonly snapshot: () => KeptTraining;
  readonly close: () => Promise<void>;
}

/** The model `late-arrivals` as its pipeline would have made it until now. Takes a few seconds, since it really does. */
export async function trainedBefore(baseMs: number): Promise<SeedModel> {
  const trainer = workerTrainer();
  try {
    return await lateArrivalsHistory(trainer, baseMs);
  } finally {
    await trainer.close();
  }
}

export async function startLocalTraining(
  mlflow: PretendMlflow,
  clock: () => number,
  kept: KeptTraining | null,
): Promise<LocalTraining> {
  const trainer = workerTrainer();
  const registry = mlflowTrainingRegistry(mlflow, 'production');
  const template = lateArrivalsTemplate({ trainer, registry, createdMs: clock() - 30 * 86_400_000 });
  const engine = pipelineEngine({ clock, templates: [template] });
  // Of this release on Kubeflow Pipelines tells what steps gave out, and so which version a run made.
  const kubeflow = await startPretendKubeflow({ engine, clock, version: '3.0.0' });
  if (kept !== null) {
    engine.restore(kept.runs);
    kubeflow.restore(kept.server);
  }
  return {
    kubeflow,
    monitor: (historyDays) => lateArrivalsMonitor({ registry, trainer, clock, historyDays }),
    snapshot: () => ({ server: kubeflow.snapshot(), runs: engine.snapshot() }),
    close: async () => {
      await kubeflow.close();
      await trainer.close();
    },
  };
}

/** Whether what was kept has the form of what is kept now. */
export function isKeptTraining(value: unknown): value is KeptTraining {
  if (typeof value !== 'object' || value === null || !('server' in value) || !('runs' in value)) return false;
  const { server } = value;
  return (
    Array.isArray(value.runs) &&
    typeof server === 'object' &&
    server !== null &&
    Array.isArray(Reflect.get(server, 'runs'))
  );
}
