import type { Observed } from '#domain/maturity-facts.ts';
import type { PipelineFacts } from '#domain/maturity-training.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import type { Asked } from '../asked.ts';

/** The pipelines that models.yaml names, each once a model; one that trains several models is shared. */
export function pipelineRecords(asked: Asked): Observed<readonly PipelineFacts[]> {
  const named = asked.models.flatMap(({ entry }) => {
    const id = pipelineNamed(entry);
    return id === null ? [] : [{ model: entry.id, id }];
  });
  const uses = new Map<string, number>();
  for (const { id } of named) uses.set(id, (uses.get(id) ?? 0) + 1);
  const value = named.map(({ id, model }) => ({ id, model, sharesComponents: (uses.get(id) ?? 0) > 1 }));
  // People write models.yaml, so that it is no evidence of what runs.
  return { known: true, value, provenance: 'declared', asOf: asked.now.toISOString() };
}

/** The pipeline that models.yaml names for a model, as `kubeflow/train`. */
export function pipelineNamed({ retrain }: CatalogueModel): string | null {
  return retrain === null ? null : `${retrain.connection}/${retrain.pipeline}`;
}
