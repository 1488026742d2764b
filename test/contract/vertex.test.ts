import { googleAccessToken } from '#adapters/google/access-token.ts';
import { connectVertex } from '#adapters/registries/vertex/connect.ts';
import { startPretendVertex } from '#sandbox/vertex/server.ts';
import { modelRegistryContract, type Traits } from './model-registry.ts';
import { arrangeVertex } from './vertex-arrange.ts';

const traits: Traits = {
  hasPrompts: false,
  aliasesDangle: false,
  tellsItsVersion: false,
  runsHaveTimes: true,
  tag: ['countersign.request', 'R-1042'],
  runOfUploaded: (model, version) => `${model}@${version}`,
};

const connection = { id: 'vertex-contract', timeoutMs: 10_000 };

modelRegistryContract('the pretend Vertex AI', async () => {
  const server = await startPretendVertex();
  const place = { project: 'northwind-ml', location: 'europe-west4' };
  let jobs = 0;
  return {
    registry: connectVertex({ ...connection, ...place, url: server.url }),
    arrange: arrangeVertex(
      { base: `${server.url}/v1/projects/northwind-ml/locations/europe-west4` },
      ({ params = {} }) => {
        jobs += 1;
        const id = `contract-${jobs}`;
        server.outside.addPipelineJob({
          id,
          state: 'PIPELINE_STATE_SUCCEEDED',
          startedMs: 1_790_000_000_000,
          endedMs: 1_790_000_060_000,
          labels: {},
          parameters: params,
          template: '',
        });
        return id;
      },
    ),
    traits,
    close: () => server.close(),
  };
});

/** Where a project and a location are given, and credentials are found, the same suite judges the real one. */
const project = process.env['VERTEX_PROJECT'] ?? '';
const location = process.env['VERTEX_LOCATION'] ?? '';
if (project !== '' && location !== '') {
  modelRegistryContract(`Vertex AI in ${project}, ${location}`, async () => {
    const accessToken = googleAccessToken();
    const host = location === 'global' ? 'aiplatform.googleapis.com' : `${location}-aiplatform.googleapis.com`;
    return {
      registry: connectVertex({ ...connection, project, location, url: null, accessToken }),
      arrange: arrangeVertex(
        { base: `https://${host}/v1/projects/${project}/locations/${location}`, accessToken },
        () => null,
      ),
      traits: { ...traits, runsHaveTimes: false },
      close: () => Promise.resolve(),
    };
  });
}
