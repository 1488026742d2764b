import type { z } from 'zod';
import { eachItem } from '../../registries/pages.ts';
import type { VertexHttp, VertexRequest } from '../../registries/vertex/http.ts';
import { patiently } from '../../registries/vertex/patience.ts';
import * as schema from './schema.ts';

/** The name people use for it. */
export const monitoringTitle = 'Vertex AI Model Monitoring';

const pageSize = 100;

/** Vertex AI's calls as drift needs them, every page of a listing: what does not exist is null. */
export function monitoringCalls(http: VertexHttp, wait: (ms: number) => Promise<void>) {
  async function all<T, A extends { readonly nextPageToken?: string | undefined }>(
    request: (paging: { pageSize: number; pageToken?: string }) => VertexRequest,
    answer: z.ZodType<A>,
    items: (answer: A) => readonly T[],
  ): Promise<readonly T[]> {
    const found: T[] = [];
    const readPage = async (pageToken: string | undefined) => {
      const page = await patiently(wait, () =>
        http.need(request({ pageSize, ...(pageToken !== undefined && { pageToken }) }), answer),
      );
      return { items: items(page), nextPageToken: page.nextPageToken || null };
    };
    for await (const item of eachItem(readPage, (one) => JSON.stringify(one))) found.push(item);
    return found;
  }

  return {
    monitors: () =>
      all(
        ({ pageSize: size, pageToken }) => ({
          ...listing(`${http.parent}/modelMonitors`, 'list model monitors', 'aiplatform.modelMonitors.list'),
          api: 'v1beta1',
          query: { pageSize: String(size), pageToken },
        }),
        schema.monitorsAnswer,
        (answer) => answer.modelMonitors,
      ),
    stats: (monitor: string, startTime: string) =>
      all(
        (paging) => searching(monitor, 'Stats', { timeInterval: { startTime }, ...paging }),
        schema.statsAnswer,
        (answer) => answer.monitoringStats,
      ),
    alerts: (monitor: string, startTime: string) =>
      all(
        (paging) => searching(monitor, 'Alerts', { alertTimeInterval: { startTime }, ...paging }),
        schema.alertsAnswer,
        (answer) => answer.modelMonitoringAlerts,
      ),
    endpointMonitors: () =>
      all(
        ({ pageSize: size, pageToken }) => ({
          ...listing(
            `${http.parent}/modelDeploymentMonitoringJobs`,
            'list the monitoring jobs of endpoints',
            'aiplatform.modelDeploymentMonitoringJobs.list',
          ),
          query: { pageSize: String(size), pageToken },
        }),
        schema.endpointMonitorsAnswer,
        (answer) => answer.modelDeploymentMonitoringJobs,
      ),
    /** `job` is its whole resource name. */
    endpointMonitor: (job: string) =>
      http.find(
        listing(job, `read monitoring job ${job.split('/').at(-1)}`, 'aiplatform.modelDeploymentMonitoringJobs.get'),
        schema.endpointMonitor,
      ),
    /** `endpoint` is its whole resource name. */
    endpoint: (endpoint: string) =>
      http.find(
        listing(endpoint, `read endpoint ${endpoint.split('/').at(-1)}`, 'aiplatform.endpoints.get'),
        schema.monitoredEndpoint,
      ),
  };
}

export type MonitoringCalls = ReturnType<typeof monitoringCalls>;

/** A search that reads only, although it is sent by POST. `monitor` is its whole resource name. */
export function searching(
  monitor: string,
  what: 'Stats' | 'Alerts',
  body: Readonly<Record<string, unknown>>,
): VertexRequest {
  return {
    method: 'POST',
    api: 'v1beta1',
    path: `${monitor}:searchModelMonitoring${what}`,
    body,
    doing: `search the ${what.toLowerCase()} of model monitor ${monitor.split('/').at(-1)}`,
    permission: `aiplatform.modelMonitors.searchModelMonitoring${what}`,
    write: false,
  };
}

export function listing(path: string, doing: string, permission: string): VertexRequest {
  return { method: 'GET', path, doing, permission };
}
