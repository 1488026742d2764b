import { endpointAnswer } from './answers.ts';
import type { JsonObject } from './json-object.ts';
import { endpointNamed, newId, versionNamed } from './lookups.ts';
import { beginOperation } from './operations.ts';
import { pageOf } from './pages.ts';
import { invalid, unmet, VertexRefusal } from './refusal.ts';
import type { Route, World } from './route.ts';
import type { DeployedRow, EndpointRow } from './state.ts';

/** Adds an endpoint that serves nothing yet. */
export function addEndpoint({ state, now }: World, displayName: string, id = newId(state)): EndpointRow {
  const row: EndpointRow = {
    id,
    displayName,
    labels: {},
    createdMs: now(),
    updatedMs: now(),
    etag: newId(state),
    deployed: [],
    traffic: {},
  };
  state.endpoints.set(id, row);
  return row;
}

/** Sets the split at once, as anybody may who can update the endpoint. */
export function setTraffic({ state, now }: World, row: EndpointRow, split: Readonly<Record<string, number>>): void {
  checkSplit(row.deployed, split);
  row.traffic = Object.fromEntries(Object.entries(split).filter(([, percent]) => percent > 0));
  row.updatedMs = now();
  row.etag = newId(state);
}

function checkSplit(deployed: readonly Pick<DeployedRow, 'id'>[], split: Readonly<Record<string, number>>): void {
  const stranger = Object.keys(split).find((id) => !deployed.some((row) => row.id === id));
  if (stranger !== undefined) throw invalid(`The DeployedModel "${stranger}" of traffic_split is not deployed.`);
  const sum = Object.values(split).reduce((total, percent) => total + percent, 0);
  if (sum !== 100) throw invalid(`The traffic percentages must add up to 100, but add up to ${sum}.`);
}

const resources = ['dedicatedResources', 'automaticResources', 'sharedResources'];

const deploy: Route = {
  method: 'POST',
  path: 'endpoints/{endpoint}:deployModel',
  permission: 'aiplatform.endpoints.deploy',
  write: true,
  answer(world, { ids: [id = ''], body }) {
    const { state } = world;
    const endpoint = endpointNamed(state, id);
    const given = body.object('deployedModel');
    if (given === null) throw invalid('deployed_model is required.');
    const own = given.text('id') || newId(state);
    if (!/^\d{1,10}$/.test(own)) throw invalid('deployed_model.id must be 1-10 characters, all digits.');
    if (isTaken(world, endpoint, own)) {
      throw new VertexRefusal('ALREADY_EXISTS', `The DeployedModel "${own}" already exists in the Endpoint.`);
    }
    if (!resources.some((kind) => given.has(kind))) throw invalid('Prediction resources must be specified.');
    const { model, row } = versionNamed(state, /\/models\/([^/]+)$/.exec(given.text('model'))?.[1] ?? '');
    const traffic = splitIn(body);
    if (Object.keys(traffic).length > 0) checkSplit([...endpoint.deployed, { id: '0' }], traffic);
    const { id: _id, model: _model, ...settings } = given.raw();
    const deployed = { id: own, model: model.id, version: row.version, settings };
    return beginOperation(world, `endpoints/${id}`, { kind: 'deploy', endpoint: id, deployed, traffic });
  },
};

/** Whether an id is deployed, or being deployed by an operation that still runs. */
function isTaken({ state }: World, endpoint: EndpointRow, id: string): boolean {
  const underway = [...state.operations.values()].some(
    ({ outcome, change }) =>
      outcome === null && change.kind === 'deploy' && change.endpoint === endpoint.id && change.deployed.id === id,
  );
  return underway || endpoint.deployed.some((row) => row.id === id);
}

const undeploy: Route = {
  method: 'POST',
  path: 'endpoints/{endpoint}:undeployModel',
  permission: 'aiplatform.endpoints.undeploy',
  write: true,
  answer(world, { ids: [id = ''], body }) {
    const endpoint = endpointNamed(world.state, id);
    const own = body.text('deployedModelId');
    if (!endpoint.deployed.some((row) => row.id === own)) {
      throw new VertexRefusal('NOT_FOUND', `The DeployedModel "${own}" is not found.`);
    }
    const traffic = splitIn(body);
    const last = endpoint.deployed.length === 1;
    if (Object.keys(traffic).length > 0) checkSplit(endpoint.deployed, traffic);
    const share = (Object.keys(traffic).length > 0 ? traffic : endpoint.traffic)[own] ?? 0;
    if (share > 0 && !last) throw unmet(`The DeployedModel "${own}" has traffic assigned to it.`);
    return beginOperation(world, `endpoints/${id}`, { kind: 'undeploy', endpoint: id, id: own, traffic });
  },
};

function splitIn(body: JsonObject): Record<string, number> {
  return body.integers('trafficSplit');
}

export const endpoints: readonly Route[] = [
  {
    method: 'GET',
    path: 'endpoints',
    permission: 'aiplatform.endpoints.list',
    write: false,
    answer: (world, { query }) =>
      pageOf(query, 'endpoints', [...world.state.endpoints.values()], (row) => endpointAnswer(world, row)),
  },
  {
    method: 'POST',
    path: 'endpoints',
    permission: 'aiplatform.endpoints.create',
    write: true,
    answer(world, { body, query }) {
      if (body.text('displayName') === '') throw invalid('endpoint.display_name is required.');
      const row = addEndpoint(world, body.text('displayName'), query.get('endpointId') ?? newId(world.state));
      const response = { name: `${world.parent}/endpoints/${row.id}` };
      return beginOperation(world, `endpoints/${row.id}`, { kind: 'nothing', type: 'CreateEndpoint', response });
    },
  },
  {
    method: 'GET',
    path: 'endpoints/{endpoint}',
    permission: 'aiplatform.endpoints.get',
    write: false,
    answer: (world, { ids: [id = ''] }) => endpointAnswer(world, endpointNamed(world.state, id)),
  },
  {
    method: 'PATCH',
    path: 'endpoints/{endpoint}',
    permission: 'aiplatform.endpoints.update',
    write: true,
    answer(world, { ids: [id = ''], query, body }) {
      const row = endpointNamed(world.state, id);
      const fields = (query.get('updateMask') ?? '').split(',');
      if (fields.some((field) => !['trafficSplit', 'displayName', 'labels'].includes(field))) {
        throw invalid('The update mask is empty or names a field that cannot be updated.');
      }
      if (body.has('etag') && body.text('etag') !== row.etag) {
        throw new VertexRefusal('ABORTED', 'The etag does not match: the Endpoint was changed since it was read.');
      }
      if (fields.includes('trafficSplit')) setTraffic(world, row, splitIn(body));
      if (fields.includes('displayName')) row.displayName = body.text('displayName');
      if (fields.includes('labels')) row.labels = body.labels('labels');
      row.updatedMs = world.now();
      return endpointAnswer(world, row);
    },
  },
  {
    method: 'DELETE',
    path: 'endpoints/{endpoint}',
    permission: 'aiplatform.endpoints.delete',
    write: true,
    answer(world, { ids: [id = ''] }) {
      if (endpointNamed(world.state, id).deployed.length > 0) throw unmet('The Endpoint has deployed models.');
      world.state.endpoints.delete(id);
      return beginOperation(world, `endpoints/${id}`, { kind: 'nothing', type: 'Delete', response: {} });
    },
  },
  deploy,
  undeploy,
];
