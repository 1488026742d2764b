import type { DeployOrder, TrafficSplit } from '#domain/endpoint.ts';
import { eachItem } from '../pages.ts';
import type { VertexHttp } from './http.ts';
import * as schema from './schema.ts';

/** Vertex AI's REST calls on endpoints: what does not exist is null. Ids are checked by the caller. */
export function endpointCalls(http: VertexHttp) {
  const at = (endpoint: string) => `${http.parent}/endpoints/${endpoint}`;
  return {
    get: (endpoint: string) =>
      http.find(
        {
          method: 'GET',
          path: at(endpoint),
          doing: `read endpoint ${endpoint}`,
          permission: 'aiplatform.endpoints.get',
        },
        schema.endpoint,
      ),
    /** Without a split, so that the traffic stays as it is. */
    deploy: ({ endpoint, id, model, version }: DeployOrder, settings: Readonly<Record<string, unknown>>) =>
      http.ask(
        {
          method: 'POST',
          path: `${at(endpoint)}:deployModel`,
          doing: `deploy ${model} v${version} to endpoint ${endpoint}`,
          permission: 'aiplatform.endpoints.deploy',
          body: {
            deployedModel: {
              ...settings,
              id,
              model: `${http.parent}/models/${model}@${version}`,
              displayName: `${model}-v${version}`,
            },
          },
        },
        schema.operation,
      ),
    setTraffic: (endpoint: string, etag: string, trafficSplit: TrafficSplit) =>
      http.ask(
        {
          method: 'PATCH',
          path: at(endpoint),
          query: { updateMask: 'trafficSplit' },
          doing: `shift the traffic of endpoint ${endpoint}`,
          permission: 'aiplatform.endpoints.update',
          body: { name: at(endpoint), etag, trafficSplit },
        },
        schema.endpoint,
      ),
    undeploy: (endpoint: string, deployedModelId: string) =>
      http.ask(
        {
          method: 'POST',
          path: `${at(endpoint)}:undeployModel`,
          doing: `undeploy ${deployedModelId} from endpoint ${endpoint}`,
          permission: 'aiplatform.endpoints.undeploy',
          body: { deployedModelId },
        },
        schema.operation,
      ),
    operation: (name: string) =>
      http.find(
        { method: 'GET', path: name, doing: 'follow an operation', permission: 'aiplatform.endpoints.get' },
        schema.operation,
      ),
    async operations(endpoint: string): Promise<schema.VertexOperation[]> {
      const pages = eachItem(
        async (pageToken) => {
          const answer = await http.need(
            {
              method: 'GET',
              path: `${at(endpoint)}/operations`,
              query: { pageSize: '100', pageToken },
              doing: `list what is being done to endpoint ${endpoint}`,
              permission: 'aiplatform.endpoints.get',
            },
            schema.operationsAnswer,
          );
          return { items: answer.operations, nextPageToken: answer.nextPageToken || null };
        },
        ({ name }) => name,
      );
      const found: schema.VertexOperation[] = [];
      for await (const row of pages) found.push(row);
      return found;
    },
  };
}

export type EndpointCalls = ReturnType<typeof endpointCalls>;
