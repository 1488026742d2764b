import { MlflowRefusal } from '../../mlflow/refusal.ts';
import type { PretendMlflow } from '../../mlflow/server.ts';
import { StepFailure } from '../engine/engine.ts';
import type { TrainingRegistry } from './training-registry.ts';

/** The pretend MLflow behind the training pipeline; the champion is the version that holds `alias`. */
export function mlflowTrainingRegistry(mlflow: PretendMlflow, alias: string): TrainingRegistry {
  return {
    async register({ model, ...training }) {
      try {
        return mlflow.outside.addVersion(model, training);
      } catch (error) {
        if (!(error instanceof MlflowRefusal)) throw error;
        throw new StepFailure(`MLflow took no version of ${model}: ${error.message}`, { cause: error });
      }
    },
    async champion(model) {
      const row = mlflow.outside.model(model);
      const held = row?.aliases.find((one) => one.alias === alias)?.version;
      const version = row?.versions.find((one) => one.version === held);
      const run = mlflow.snapshot().runs.find(({ id }) => id === version?.runId);
      if (version === undefined || run === undefined) return null;
      const params = Object.fromEntries(run.params.map(({ key, value }) => [key, value]));
      return { version: String(version.version), params };
    },
  };
}
