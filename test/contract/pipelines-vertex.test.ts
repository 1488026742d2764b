import { connectVertexPipelines } from '#adapters/pipelines/vertex-pipelines/connect.ts';
import { instantAt } from '#domain/instant.ts';
import { startPretendVertexPipelines } from '#sandbox/vertex-pipelines/server.ts';
import { contractEngine } from './contract-pipeline.ts';
import { pipelineRunnerContract } from './pipeline-runner.ts';

const connection = { id: 'vertex-contract', serviceAccount: null, timeoutMs: 10_000 } as const;

pipelineRunnerContract('the pretend Vertex AI Pipelines', async () => {
  const { engine, clock, move } = contractEngine();
  const server = await startPretendVertexPipelines({ engine, clock });
  const { url } = server;
  return {
    runner: connectVertexPipelines({
      ...connection,
      project: 'northwind-ml',
      location: 'europe-west4',
      repository: 'https://europe-west4-kfp.pkg.dev/northwind-ml/pipelines',
      outputDirectory: 'gs://northwind-ml/runs',
      token: async () => 'pretend-token',
      addresses: { vertex: url, artifacts: `${url}/artifacts`, storage: url, resourceManager: url },
    }),
    tells: { outputs: true, inputs: true },
    now: () => instantAt(clock()),
    pass: async (ms) => move(ms),
    deleteRun: async (id) => server.removeJob(id),
    close: () => server.close(),
  };
});

/**
 * Where a project is given, the same suite judges the real one, which takes some minutes and costs some cents. Its
 * repository has to hold `vectors/contract-pipeline.yaml` as `countersign-contract`, tagged `latest`.
 */
const project = process.env['VERTEX_PIPELINES_PROJECT'] ?? '';
if (project !== '') {
  const location = process.env['VERTEX_PIPELINES_LOCATION'] ?? 'europe-west4';
  const token = process.env['VERTEX_PIPELINES_TOKEN'] ?? '';
  const jobs = `https://${location}-aiplatform.googleapis.com/v1/projects/${project}/locations/${location}/pipelineJobs`;
  const headers = { authorization: `Bearer ${token}` };
  pipelineRunnerContract(`Vertex AI Pipelines in ${project}`, async () => ({
    runner: connectVertexPipelines({
      ...connection,
      project,
      location,
      repository: process.env['VERTEX_PIPELINES_REPOSITORY'] ?? null,
      outputDirectory: process.env['VERTEX_PIPELINES_OUTPUT'] ?? null,
      token: async () => token,
    }),
    tells: { outputs: true, inputs: true },
    now: () => new Date().toISOString(),
    pass: (ms) => new Promise((done) => setTimeout(done, Math.min(ms, 5000))),
    deleteRun: async (id) => {
      await fetch(`${jobs}/${id}:cancel`, { method: 'POST', headers });
      await fetch(`${jobs}/${id}`, { method: 'DELETE', headers });
    },
    close: () => Promise.resolve(),
  }));
}
