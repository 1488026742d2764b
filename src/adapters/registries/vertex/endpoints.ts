import type { Begun, DeployOrder, ModelEndpoints, OperationState, TrafficSplit } from '#domain/endpoint.ts';
import { sameSplit } from '#domain/traffic-split.ts';
import { UpstreamError } from '#errors.ts';
import { consoleUrl } from './console-url.ts';
import { type EndpointCalls, endpointCalls } from './endpoint-calls.ts';
import { settingsFor, toEndpoint, withoutZeros } from './endpoint-mapping.ts';
import { system } from './failures.ts';
import { vertexHttp } from './http.ts';
import { isModelId, isVersionId, modelIdOf } from './mapping.ts';
import type { VertexOptions } from './options.ts';
import type { VertexEndpoint, VertexOperation } from './schema.ts';

/** The endpoints of Vertex AI. Throws a ConfigError for options that cannot work; makes no request itself. */
export function connectVertexEndpoints(options: VertexOptions): ModelEndpoints {
  const calls = endpointCalls(vertexHttp(options));
  const seen = (row: VertexEndpoint) =>
    toEndpoint(row, (id) => consoleUrl(options, `online-prediction/locations/${options.location}/endpoints/${id}`));
  return {
    id: options.id,
    kind: 'vertex',
    title: system,
    async getEndpoint(endpoint) {
      const row = isEndpointId(endpoint) ? await calls.get(endpoint) : null;
      return row === null ? null : seen(row);
    },
    deploy: (order) => deploy(calls, order),
    getOperation: (operation) => getOperation(calls, operation),
    async setTraffic(endpoint, etag, split) {
      const read = await needEndpoint(calls, endpoint);
      if (sameSplit(read.trafficSplit, split)) return { set: true, endpoint: seen(read) };
      if (read.etag !== etag) return { set: false, endpoint: seen(read) };
      refuseBadSplit(read, split);
      const outcome = await calls.setTraffic(endpoint, etag, withoutZeros(split));
      if (outcome.ok) return { set: true, endpoint: seen(outcome.value) };
      if (!outcome.conflict) throw outcome.error;
      const now = await needEndpoint(calls, endpoint);
      if (now.etag === etag) throw outcome.error;
      return { set: sameSplit(now.trafficSplit, split), endpoint: seen(now) };
    },
    undeploy: (endpoint, id) => undeploy(calls, endpoint, id),
  };
}

async function deploy(calls: EndpointCalls, order: DeployOrder): Promise<Begun> {
  if (!isModelId(order.model) || !isVersionId(order.version) || !/^\d{1,10}$/.test(order.id)) {
    throw refusal(
      `${order.model} v${order.version} cannot be deployed as ${order.id}: one of these is no id of Vertex AI.`,
    );
  }
  const endpoint = await needEndpoint(calls, order.endpoint);
  if (standsAsOrdered(endpoint, order)) return { done: true };
  const running = await runningOperation(calls, order.endpoint, 'DeployModel');
  if (running !== null) return { done: false, operation: running.name };
  const settings = settingsFor(endpoint, order);
  if (settings === null) {
    throw refusal(
      `Endpoint ${endpoint.displayName} serves nothing whose machine could be taken for ${order.model} v${order.version}. Name a machine, or deploy a first version by hand.`,
    );
  }
  const begun = await calls.deploy(order, settings);
  if (begun.ok) return { done: false, operation: begun.value.name };
  if (!begun.conflict) throw begun.error;
  // Somebody was faster, most likely ourselves before a restart.
  if (standsAsOrdered(await needEndpoint(calls, order.endpoint), order)) return { done: true };
  const since = await runningOperation(calls, order.endpoint, 'DeployModel');
  if (since !== null) return { done: false, operation: since.name };
  throw begun.error;
}

/** Throws where the id is taken by another version, which only a collision of ids can bring about. */
function standsAsOrdered(endpoint: VertexEndpoint, { id, model, version }: DeployOrder): boolean {
  const there = endpoint.deployedModels.find((row) => row.id === id);
  if (there === undefined) return false;
  if (modelIdOf(there.model) === model && there.modelVersionId === version) return true;
  throw refusal(
    `Endpoint ${endpoint.displayName} has something else under the id ${id}: ${modelIdOf(there.model)} v${there.modelVersionId}. Undeploy that first if it is not needed.`,
  );
}

async function undeploy(calls: EndpointCalls, id: string, deployed: string): Promise<Begun> {
  const endpoint = isEndpointId(id) ? await calls.get(id) : null;
  const row = endpoint?.deployedModels.find((one) => one.id === deployed);
  if (endpoint === null || row === undefined) return { done: true };
  const share = endpoint.trafficSplit[deployed] ?? 0;
  if (share > 0 && endpoint.deployedModels.length > 1) {
    throw refusal(
      `${modelIdOf(row.model)} v${row.modelVersionId} still gets ${share} % of the traffic of ${endpoint.displayName}. Give that to another version first.`,
    );
  }
  const running = await runningOperation(calls, id, 'UndeployModel');
  if (running !== null) return { done: false, operation: running.name };
  const begun = await calls.undeploy(id, deployed);
  if (begun.ok) return { done: false, operation: begun.value.name };
  const now = begun.conflict || begun.missing ? await calls.get(id) : endpoint;
  if (now?.deployedModels.some((one) => one.id === deployed) ?? false) throw begun.error;
  return { done: true };
}

async function getOperation(calls: EndpointCalls, name: string): Promise<OperationState> {
  const row = isOperation(name) ? await calls.operation(name) : null;
  if (row === null) return { is: 'gone' };
  if (!row.done) return { is: 'running' };
  if (row.error === undefined) return { is: 'done' };
  const message = row.error.message.replace(/\s+/g, ' ').trim();
  return { is: 'failed', message: message === '' ? `code ${row.error.code}` : message };
}

async function runningOperation(
  calls: EndpointCalls,
  endpoint: string,
  kind: 'DeployModel' | 'UndeployModel',
): Promise<VertexOperation | null> {
  const rows = await calls.operations(endpoint);
  const type = `.${kind}OperationMetadata`;
  return rows.find(({ done, metadata }) => !done && metadata['@type'].endsWith(type)) ?? null;
}

async function needEndpoint(calls: EndpointCalls, id: string): Promise<VertexEndpoint> {
  const row = isEndpointId(id) ? await calls.get(id) : null;
  if (row !== null) return row;
  const sentence = `Vertex AI has no endpoint ${id.slice(0, 80)} in this project and location. It may have been deleted; check its id.`;
  throw new UpstreamError(system, sentence, { status: 404, retryable: false });
}

function refuseBadSplit({ displayName, deployedModels }: VertexEndpoint, split: TrafficSplit): void {
  const stranger = Object.keys(split).find((id) => !deployedModels.some((row) => row.id === id));
  if (stranger !== undefined) throw refusal(`${displayName} has nothing deployed as ${stranger}. Deploy it first.`);
  const shares = Object.values(split);
  const whole = shares.every((percent) => Number.isInteger(percent) && percent >= 0);
  if (whole && shares.reduce((sum, percent) => sum + percent, 0) === 100) return;
  throw refusal(`The traffic of ${displayName} has to be whole percents that add up to 100.`);
}

function isEndpointId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(text);
}

/** The name of an operation of an endpoint, so that what was kept leads nowhere else. */
function isOperation(name: string): boolean {
  return /^projects\/[\w.:-]+\/locations\/[\w-]+\/endpoints\/[\w-]+\/operations\/[\w-]+$/.test(name);
}

function refusal(sentence: string): UpstreamError {
  return new UpstreamError(system, sentence, { retryable: false });
}
