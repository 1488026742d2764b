import type { PipelineRunner, PipelineTemplate } from '#domain/pipeline.ts';
import { Refusal, UpstreamError } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import type { ModelRow } from '#store/models.ts';
import type { Setting } from '../setting.ts';

/** What models.yaml says a model is retrained with. */
export interface Training {
  readonly entry: CatalogueModel & { readonly retrain: NonNullable<CatalogueModel['retrain']> };
  readonly runner: PipelineRunner;
}

/** Throws a Refusal that says what to add to models.yaml, or what is not connected. */
export function trainingOf(setting: Setting, model: Pick<ModelRow, 'registry' | 'name' | 'modelId'>): Training {
  const entry = findCatalogueModel(setting.playbooks().set.models, model.registry, model.name);
  const retrain = entry?.retrain ?? null;
  if (entry === null || retrain === null) {
    const where = entry === null ? 'is not in models.yaml' : 'has no `retrain` in models.yaml';
    throw new Refusal(
      'not_retrainable',
      `${model.modelId} ${where}, so nobody knows which pipeline trains it. Add \`retrain: {connection: …, pipeline: …, parameters: {…}}\` to its entry, naming a connection of org.yaml that runs pipelines, and propose the change with \`/mlops playbooks\`.`,
    );
  }
  const runner = setting.pipelines.get(retrain.connection);
  if (runner === undefined) {
    throw new Refusal(
      'no_such_connection',
      `${model.modelId} is trained by ${retrain.connection}, which is not connected as something that runs pipelines. Ask your platform team to connect it in org.yaml.`,
    );
  }
  return { entry: { ...entry, retrain }, runner };
}

/** The pipeline as it would start now. Throws a Refusal if it is gone, or `UpstreamError`. */
export async function readTemplate({ entry, runner }: Training): Promise<PipelineTemplate> {
  const { pipeline } = entry.retrain;
  const template = await runner.describe(pipeline);
  if (template !== null) return template;
  throw new Refusal(
    'no_such_pipeline',
    `${runner.title} has no pipeline ${pipeline}, which models.yaml names for ${entry.id}. Correct the name there, or put the pipeline back.`,
  );
}

/** The runner of a run or request that named it. Throws an `UpstreamError` while it is not connected. */
export function runnerOf(setting: Setting, connection: string): PipelineRunner {
  const runner = setting.pipelines.get(connection);
  if (runner !== undefined) return runner;
  const sentence = `Nothing that runs pipelines is connected as ${connection} any more: put it back into org.yaml.`;
  throw new UpstreamError(connection, sentence, { status: 404, retryable: true });
}
