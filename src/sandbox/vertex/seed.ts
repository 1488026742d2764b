import { createHash } from 'node:crypto';
import { addEndpoint } from './endpoints.ts';
import { addEvaluation } from './evaluations.ts';
import { deployNow } from './outside.ts';
import type { World } from './route.ts';
import { type SeedModel, seedModels } from './seed-models.ts';
import { mergeAliases, uploadVersion } from './versions.ts';

const dayMs = 86_400_000;
const customMetrics = 'gs://northwind-ml-schemas/ranking_metrics_1.0.0.yaml';

/** The Vertex AI of Northwind, the pretend company. The same base instant gives the same rows, ids included. */
export function northwindVertex(baseMs: number): (world: World) => void {
  return (world) => {
    for (const model of seedModels) addModel(world, model, baseMs);
  };
}

/** `models` more models with `versions` versions each, the middle one in production: for listings at scale. */
export function generatedVertexModels(models: number, versions: number): (world: World) => void {
  return (world) => {
    for (let i = 1; i <= models; i += 1) {
      const id = `generated-${String(i).padStart(5, '0')}`;
      for (let version = 0; version < versions; version += 1) uploadVersion(world, id, {});
      const { model, row } = uploaded(world, id, Math.ceil(versions / 2));
      mergeAliases(world.state, model, row, ['production']);
    }
  };
}

function addModel(world: World, seed: SeedModel, baseMs: number): void {
  for (const [index, version] of seed.versions.entries()) {
    const endedMs = baseMs - version.daysAgo * dayMs;
    const at = { ...world, now: () => endedMs };
    const number = index + 1;
    const job = `${seed.id}-train-${new Date(endedMs).toISOString().slice(0, 10).replaceAll('-', '')}`;
    world.state.pipelineJobs.set(job, {
      id: job,
      state: 'PIPELINE_STATE_SUCCEEDED',
      startedMs: endedMs - version.minutes * 60_000,
      endedMs,
      labels: {
        team: seed.team,
        model: seed.id,
        'countersign-owner': version.user,
        'countersign-contributors': version.user,
        'countersign-data_as_of': new Date(endedMs - dayMs).toISOString().slice(0, 10),
      },
      parameters: seed.parameters,
      template: digest(`${seed.id} template`),
      lineage: { datasets: seed.datasets, metrics: {} },
    });
    const { row } = uploadVersion(at, seed.id, {
      displayName: seed.name,
      description: seed.description,
      versionDescription: version.description,
      artifactUri: `gs://northwind-ml-models/${seed.id}/${number}`,
      imageUri: `europe-west4-docker.pkg.dev/northwind-ml/serving/${seed.id}@${digest(`${seed.id} image`)}`,
      pipelineJob: job,
    });
    addEvaluation(at, row, {
      displayName: `${seed.id} holdout`,
      metricsSchemaUri: customMetrics,
      metrics: version.metrics,
      slices: Object.fromEntries(
        Object.entries(version.surfaces ?? {}).map(([surface, hits]) => [
          `surface=${surface}`,
          { hit_rate_at_10: hits },
        ]),
      ),
    });
  }
  const { model } = uploaded(world, seed.id, 1);
  model.labels = { team: seed.team };
  for (const [alias, number] of Object.entries(seed.aliases)) {
    mergeAliases(world.state, model, uploaded(world, seed.id, number).row, [alias]);
  }
  if (seed.endpoint !== undefined) serve(world, seed, seed.endpoint, baseMs);
}

function serve(world: World, seed: SeedModel, endpoint: NonNullable<SeedModel['endpoint']>, baseMs: number): void {
  const daysAgo = seed.versions[endpoint.version - 1]?.daysAgo ?? 0;
  const at = { ...world, now: () => baseMs - (daysAgo - 2) * dayMs };
  addEndpoint(at, endpoint.name, endpoint.id).labels = { team: seed.team };
  const version = String(endpoint.version);
  deployNow(at, { endpoint: endpoint.id, model: seed.id, version, id: endpoint.deployed });
}

function uploaded({ state }: World, id: string, number: number) {
  const model = state.models.get(id);
  const row = model?.versions.find(({ version }) => version === number);
  if (model === undefined || row === undefined) throw new Error(`there is no ${id} v${number}`);
  return { model, row };
}

function digest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
