import { startPretendKubeflow } from '#sandbox/kubeflow/server.ts';
import type { EngineTemplate } from '#sandbox/pipelines/engine/engine.ts';
import { pipelineEngine } from '#sandbox/pipelines/engine/run-engine.ts';
import { startPretendVertexPipelines } from '#sandbox/vertex-pipelines/server.ts';
import { answerParent } from './answer-parent.ts';

/** How many runs each engine has, and when it has them; one is looked at after the other. */
const [count = 0, baseMs = 0, vertexBaseMs = 0] = process.argv.slice(2).map(Number);
let nowMs = baseMs;
const clock = () => nowMs;

/** Twelve steps of about 200 s: of runs that began at different times, a tenth goes on to its next step within 20 s. */
const template: EngineTemplate = {
  name: 'training',
  version: '1',
  title: 'Training',
  description: '',
  createdMs: baseMs,
  inputs: [],
  steps: Array.from({ length: 12 }, (_, at) => ({
    name: `step-${at + 1}`,
    machine: { cpus: 4, memory: 16 },
    image: 'training',
    seconds: () => 200,
    perform: async () => ({ parameters: {}, metrics: {} }),
  })),
};

/** So many runs that began one after the other within the 2,200 s before. */
function startedEngine(beforeMs: number) {
  const engine = pipelineEngine({ clock, templates: [template], queueSeconds: 0 });
  const runs = Array.from({ length: count }, (_, at) => ({
    id: `run-${at + 1}`,
    atMs: Math.floor((beforeMs - (2_200_000 * at) / count) / 1000) * 1000,
  }));
  for (const { id, atMs } of runs) engine.start({ id, template: template.name, parameters: {}, atMs });
  return { engine, runs };
}

const forKubeflow = startedEngine(baseMs);
const kubeflow = await startPretendKubeflow({ engine: forKubeflow.engine, clock });
kubeflow.restore({
  experiments: [],
  runs: forKubeflow.runs.map(({ id, atMs }) => ({
    id,
    displayName: `training [${id}]`,
    description: '',
    experimentId: '',
    namespace: '',
    template: template.name,
    templateVersion: template.version,
    parameters: {},
    createdMs: atMs,
    archived: false,
  })),
});

const forVertex = startedEngine(vertexBaseMs);
const vertex = await startPretendVertexPipelines({ engine: forVertex.engine, clock });
vertex.restore({
  jobs: forVertex.runs.map(({ id }) => ({
    id,
    displayName: 'training',
    labels: {},
    templateUri: 'https://europe-west4-kfp.pkg.dev/northwind-ml/pipelines/training/1',
    pipelineSpec: null,
    serviceAccount: '',
    parameterValues: {},
    gcsOutputDirectory: 'gs://northwind-ml-runs',
  })),
});

answerParent({ kubeflow, 'vertex-pipelines': vertex }, async (ms) => {
  nowMs = ms;
  await Promise.all([forKubeflow.engine.settle(), forVertex.engine.settle()]);
});
