import type { EngineRun } from '../pipelines/engine/engine.ts';

/** The metrics that a run's steps gave out, and the versions they registered, as `model@version`. */
export function outputsAtEnd({ steps }: EngineRun): { metrics: object; model_versions: readonly string[] } {
  const outputs = steps.flatMap(({ output }) => output ?? []);
  const versions = outputs.flatMap(({ parameters }) => parameters['countersign_model_version'] ?? []);
  return {
    metrics: Object.assign({}, ...outputs.map(({ metrics }) => metrics)),
    model_versions: versions.filter((version) => typeof version === 'string'),
  };
}
