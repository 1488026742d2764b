import { computeInstance, machineAt, stopInstance } from './instances.ts';
import { instance, listInstances, notebookAt, stop } from './notebooks.ts';
import type { PretendUsage } from './state.ts';
import { listTimeSeries } from './time-series.ts';
import { listTpus, stopTpu, tpuAt, tpuNode } from './tpus.ts';

export interface UsageWorld {
  readonly all: readonly PretendUsage[];
  readonly nowMs: number;
  readonly mostPoints: number;
  readonly may: (permission: string) => boolean;
}

interface UsageRequest {
  readonly usage: PretendUsage;
  /** What the path names after the project: location and instance. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

interface Endpoint {
  /** The method's name in Google's documentation, by which the coverage table lists it. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Its first group is the project. */
  readonly path: RegExp;
  readonly needs: string;
  answer(world: UsageWorld, request: UsageRequest): object;
}

/** What is served of Cloud Monitoring, and of the APIs of Vertex AI Workbench, Cloud TPU, Compute Engine and projects. */
export const endpoints: readonly Endpoint[] = [
  {
    name: 'monitoring.projects.timeSeries.list',
    method: 'GET',
    path: /^\/v3\/projects\/([^/]+)\/timeSeries$/,
    needs: 'monitoring.timeSeries.list',
    answer: ({ all, nowMs, mostPoints }, { query }) => listTimeSeries(all, query, { nowMs, mostPoints }),
  },
  {
    name: 'notebooks.projects.locations.instances.list',
    method: 'GET',
    path: /^\/v2\/projects\/([^/]+)\/locations\/-\/instances$/,
    needs: 'notebooks.instances.list',
    answer: (_, { usage, query }) => listInstances(usage, query),
  },
  {
    name: 'notebooks.projects.locations.instances.get',
    method: 'GET',
    path: /^\/v2\/projects\/([^/]+)\/locations\/([^/]+)\/instances\/([^/:]+)$/,
    needs: 'notebooks.instances.get',
    answer: (_, { usage, ids }) => instance(usage, notebookAt(usage, ids)),
  },
  {
    name: 'notebooks.projects.locations.instances.stop',
    method: 'POST',
    path: /^\/v2\/projects\/([^/]+)\/locations\/([^/]+)\/instances\/([^/:]+):stop$/,
    needs: 'notebooks.instances.stop',
    answer: ({ nowMs }, { usage, ids }) => stop(usage, notebookAt(usage, ids), nowMs),
  },
  {
    name: 'notebooks.projects.locations.instances.testIamPermissions',
    method: 'POST',
    path: /^\/v2\/projects\/([^/]+)\/locations\/([^/]+)\/instances\/([^/:]+):testIamPermissions$/,
    needs: 'notebooks.instances.getIamPolicy',
    answer: ({ may }, { body }) => ({ permissions: permissionsIn(body).filter(may) }),
  },
  {
    name: 'tpu.projects.locations.nodes.list',
    method: 'GET',
    path: /^\/v2\/projects\/([^/]+)\/locations\/-\/nodes$/,
    needs: 'tpu.nodes.list',
    answer: (_, { usage, query }) => listTpus(usage, query),
  },
  {
    name: 'tpu.projects.locations.nodes.get',
    method: 'GET',
    path: /^\/v2\/projects\/([^/]+)\/locations\/([^/]+)\/nodes\/([^/:]+)$/,
    needs: 'tpu.nodes.get',
    answer: (_, { usage, ids }) => tpuNode(usage, tpuAt(usage, ids)),
  },
  {
    name: 'tpu.projects.locations.nodes.stop',
    method: 'POST',
    path: /^\/v2\/projects\/([^/]+)\/locations\/([^/]+)\/nodes\/([^/:]+):stop$/,
    needs: 'tpu.nodes.stop',
    answer: ({ nowMs }, { usage, ids }) => stopTpu(usage, tpuAt(usage, ids), nowMs),
  },
  {
    name: 'compute.instances.get',
    method: 'GET',
    path: /^\/compute\/v1\/projects\/([^/]+)\/zones\/([^/]+)\/instances\/([^/]+)$/,
    needs: 'compute.instances.get',
    answer: (_, { usage, ids }) => computeInstance(machineAt(usage, ids)),
  },
  {
    name: 'compute.instances.stop',
    method: 'POST',
    path: /^\/compute\/v1\/projects\/([^/]+)\/zones\/([^/]+)\/instances\/([^/]+)\/stop$/,
    needs: 'compute.instances.stop',
    answer: ({ nowMs }, { usage, ids, query }) => stopInstance(machineAt(usage, ids), query, nowMs),
  },
  {
    name: 'cloudresourcemanager.projects.testIamPermissions',
    method: 'POST',
    path: /^\/v3\/projects\/([^/:]+):testIamPermissions$/,
    needs: 'resourcemanager.projects.get',
    answer: ({ may }, { body }) => ({ permissions: permissionsIn(body).filter(may) }),
  },
];

function permissionsIn(body: unknown): readonly string[] {
  const listed: unknown = typeof body === 'object' && body !== null && 'permissions' in body ? body.permissions : [];
  return Array.isArray(listed) ? listed.filter((one) => typeof one === 'string') : [];
}
