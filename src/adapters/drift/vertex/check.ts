import type { z } from 'zod';
import { instantAt } from '#domain/instant.ts';
import type { RegistryHealth } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import { clockProblems, problemOf, skewOf } from '../../pipelines/problem-of.ts';
import type { VertexHttp, VertexRequest } from '../../registries/vertex/http.ts';
import { endpointsAnswer } from '../../registries/vertex/schema.ts';
import { listing, monitoringTitle, searching } from './calls.ts';

import { alertsAnswer, endpointMonitorsAnswer, monitorsAnswer, statsAnswer } from './schema.ts';

/** Reads only: whether Vertex AI answers, and each thing that our account has to be allowed to read. */
export async function checkMonitoring(http: VertexHttp, clock: () => number): Promise<RegistryHealth> {
  const sentMs = clock();
  const startTime = instantAt(sentMs - 3_600_000);
  const first = one(listing(`${http.parent}/modelMonitors`, 'list model monitors', 'aiplatform.modelMonitors.list'));
  const monitors = await asked(http, { ...first, api: 'v1beta1' }, monitorsAnswer);
  const nothing = { version: null, clockSkewMs: null };
  if (monitors.outcome === null) return { ...nothing, reachable: false, problems: monitors.problems };
  const { outcome } = monitors;
  if (!outcome.ok && outcome.error.status === 404) return { ...nothing, reachable: false, problems: monitors.problems };
  const clockSkewMs = outcome.ok ? skewOf(outcome.serverMs, sentMs, clock()) : null;
  const monitor = outcome.ok ? outcome.value.modelMonitors[0] : undefined;
  const jobs = listing(
    `${http.parent}/modelDeploymentMonitoringJobs`,
    'list the monitoring jobs of endpoints',
    'aiplatform.modelDeploymentMonitoringJobs.list',
  );
  const others = [
    await asked(http, one(jobs), endpointMonitorsAnswer),
    await asked(
      http,
      one(listing(`${http.parent}/endpoints`, 'list endpoints', 'aiplatform.endpoints.list')),
      endpointsAnswer,
    ),
    ...(monitor === undefined
      ? []
      : [
          await asked(
            http,
            searching(monitor.name, 'Stats', { timeInterval: { startTime }, pageSize: 1 }),
            statsAnswer,
          ),
          await asked(
            http,
            searching(monitor.name, 'Alerts', { alertTimeInterval: { startTime }, pageSize: 1 }),
            alertsAnswer,
          ),
        ]),
  ];
  return {
    ...nothing,
    reachable: true,
    clockSkewMs,
    problems: [
      ...clockProblems(monitoringTitle, clockSkewMs),
      ...[monitors, ...others].flatMap(({ problems }) => problems),
    ],
    unseen: monitor === undefined ? ['Whether our account may search what monitors find, because it sees none.'] : [],
  };
}

function one(request: VertexRequest): VertexRequest {
  return { ...request, query: { pageSize: '1' } };
}

async function asked<T>(http: VertexHttp, request: VertexRequest, schema: z.ZodType<T>) {
  try {
    const outcome = await http.ask(request, schema);
    return { outcome, problems: outcome.ok ? [] : [problemOf(outcome.error)] };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { outcome: null, problems: [problemOf(error)] };
  }
}
