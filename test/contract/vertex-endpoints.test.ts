import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { googleAccessToken } from '#adapters/google/access-token.ts';
import { connectVertexEndpoints } from '#adapters/registries/vertex/endpoints.ts';
import { startPretendVertex } from '#sandbox/vertex/server.ts';
import { type EndpointArrange, modelEndpointsContract } from './model-endpoints.ts';
import { arrangeVertex } from './vertex-arrange.ts';
import { finished, sendVertex, type VertexPlace } from './vertex-rest.ts';

const connection = { id: 'vertex-contract', timeoutMs: 10_000 };

/** Prepares endpoints over REST. `pass` lets time pass, and each deployment asks for one small machine. */
function arrangeEndpoints(place: VertexPlace, pass: () => Promise<void>): EndpointArrange {
  const models = arrangeVertex(place, () => null);
  const made: string[] = [];
  return {
    async model() {
      const name = models.freshName();
      await models.model(name);
      for (let i = 0; i < 3; i += 1) await models.version(name);
      return name;
    },
    async endpointServing(model) {
      const displayName = `contract-${randomUUID().slice(0, 8)}`;
      const created = await finished(place, await sendVertex(place, 'POST', 'endpoints', { displayName }));
      const id = created.response?.name?.split('/').at(-1) ?? '';
      made.push(id);
      const deployedModel = {
        model: `${place.base.slice(place.base.indexOf('projects/'))}/models/${model}@1`,
        dedicatedResources: { machineSpec: { machineType: 'n1-standard-2' }, minReplicaCount: 1, maxReplicaCount: 1 },
      };
      const body = { deployedModel, trafficSplit: { '0': 100 } };
      await finished(place, await sendVertex(place, 'POST', `endpoints/${id}:deployModel`, body));
      return id;
    },
    pass,
    async removeAll() {
      for (const id of made.splice(0)) {
        await sendVertex(place, 'DELETE', `endpoints/${id}?force=true`).catch(() => null);
      }
      await models.removeAll();
    },
  };
}

modelEndpointsContract(
  'the endpoints of the pretend Vertex AI',
  async () => {
    let nowMs = Date.parse('2026-11-24T09:00:00Z');
    const server = await startPretendVertex({ clock: () => nowMs, operationMs: 240_000 });
    const base = `${server.url}/v1/projects/northwind-ml/locations/europe-west4`;
    const pass = () => {
      nowMs += 300_000;
      return Promise.resolve();
    };
    const place = { project: 'northwind-ml', location: 'europe-west4' };
    return {
      endpoints: connectVertexEndpoints({ ...connection, ...place, url: server.url }),
      arrange: arrangeEndpoints({ base, pass }, pass),
      close: () => server.close(),
    };
  },
  10_000,
);

/** Where a project and a location are given, and credentials are found, the same suite judges the real one: for hours. */
const project = process.env['VERTEX_PROJECT'] ?? '';
const location = process.env['VERTEX_LOCATION'] ?? '';
if (project !== '' && location !== '') {
  modelEndpointsContract(
    `the endpoints of Vertex AI in ${project}, ${location}`,
    async () => {
      const accessToken = googleAccessToken();
      const base = `https://${location}-aiplatform.googleapis.com/v1/projects/${project}/locations/${location}`;
      return {
        endpoints: connectVertexEndpoints({ ...connection, project, location, url: null, accessToken }),
        arrange: arrangeEndpoints({ base, accessToken }, () => sleep(15_000)),
        close: () => Promise.resolve(),
      };
    },
    2 * 60 * 60_000,
  );
}
