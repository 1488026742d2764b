import type { JsonObject } from './json-object.ts';
import { newId } from './lookups.ts';
import { pageOf } from './pages.ts';
import { absent, invalid } from './refusal.ts';
import type { Route, World } from './route.ts';
import type { DriftPointRow, EndpointMonitorRow, ModelMonitorRow } from './state.ts';

/** What a run of a model monitor found of one column; the rest is as it most often is. */
export interface Deviation {
  readonly column: string;
  readonly deviation: number;
  readonly threshold?: number;
  readonly algorithm?: string;
}

/** Makes a monitor of one version of a model; its id. */
export function addModelMonitor({ state }: World, model: string, version: string): string {
  const row: ModelMonitorRow = { id: newId(state), model, version, points: [] };
  state.modelMonitors.set(row.id, row);
  return row.id;
}

/** Runs a model monitor now; the run's id. */
export function runModelMonitor(world: World, id: string, objective: string, found: readonly Deviation[]): string {
  const run = newId(world.state);
  const rows = found.map(
    (one): DriftPointRow => ({
      threshold: 0.3,
      algorithm: 'jensen_shannon_divergence',
      ...one,
      run,
      objective,
      createdMs: world.now(),
    }),
  );
  monitorNamed(world, id).points.push(...rows);
  return run;
}

/** Makes a job that monitors what is deployed at an endpoint; its id. */
export function addEndpointMonitor({ state }: World, endpoint: string): string {
  const row: EndpointMonitorRow = { id: newId(state), endpoint };
  state.endpointMonitors.set(row.id, row);
  return row.id;
}

function monitorNamed({ state }: World, id: string): ModelMonitorRow {
  const row = state.modelMonitors.get(id);
  if (row === undefined) throw absent(`The ModelMonitor "${id}"`);
  return row;
}

function runName({ parent }: World, monitor: ModelMonitorRow, run: string): string {
  return `${parent}/modelMonitors/${monitor.id}/modelMonitoringJobs/${run}`;
}

/** Those that were made in the interval, newest first. */
function within(monitor: ModelMonitorRow, interval: JsonObject | null): readonly DriftPointRow[] {
  const bound = (name: string, otherwise: number) => {
    const text = interval?.text(name) ?? '';
    const ms = text === '' ? otherwise : Date.parse(text);
    if (Number.isNaN(ms)) throw invalid(`Invalid value at '${name}'.`);
    return ms;
  };
  const [start, end] = [bound('startTime', 0), bound('endTime', Number.POSITIVE_INFINITY)];
  return monitor.points.filter(({ createdMs }) => createdMs >= start && createdMs < end).toReversed();
}

/** These two page in the body. */
function pageIn(body: JsonObject): URLSearchParams {
  const size: unknown = body.raw().pageSize ?? 0;
  return new URLSearchParams({ pageSize: String(size), pageToken: body.text('pageToken') });
}

function statsAnswer(world: World, monitor: ModelMonitorRow, row: DriftPointRow): object {
  return {
    tabularStats: {
      statsName: row.column,
      objectiveType: row.objective,
      dataPoints: [
        {
          // As protocol buffers have it, zeros are left out.
          currentStats: { distributionValue: { ...(row.deviation !== 0 && { distributionDeviation: row.deviation }) } },
          thresholdValue: row.threshold,
          ...(row.deviation > row.threshold && { hasAnomaly: true }),
          modelMonitoringJob: runName(world, monitor, row.run),
          createTime: new Date(row.createdMs).toISOString(),
          algorithm: row.algorithm,
        },
      ],
    },
  };
}

function alertAnswer(world: World, monitor: ModelMonitorRow, row: DriftPointRow): object {
  const time = new Date(row.createdMs).toISOString();
  return {
    statsName: row.column,
    objectiveType: row.objective,
    alertTime: time,
    anomaly: {
      modelMonitoringJob: runName(world, monitor, row.run),
      algorithm: row.algorithm,
      tabularAnomaly: {
        summary: `${row.column} deviates from the baseline.`,
        triggerTime: time,
        condition: { threshold: row.threshold },
      },
    },
  };
}

function endpointMonitorAnswer({ parent }: World, row: EndpointMonitorRow): object {
  return {
    name: `${parent}/modelDeploymentMonitoringJobs/${row.id}`,
    endpoint: `${parent}/endpoints/${row.endpoint}`,
    state: 'JOB_STATE_RUNNING',
  };
}

export const monitoring: readonly Route[] = [
  {
    method: 'GET',
    path: 'modelMonitors',
    api: 'v1beta1',
    permission: 'aiplatform.modelMonitors.list',
    write: false,
    answer: ({ state, parent }, { query }) =>
      pageOf(query, 'modelMonitors', [...state.modelMonitors.values()], ({ id, model, version }) => ({
        name: `${parent}/modelMonitors/${id}`,
        modelMonitoringTarget: { vertexModel: { model: `${parent}/models/${model}`, modelVersionId: version } },
      })),
  },
  {
    method: 'POST',
    path: 'modelMonitors/{monitor}:searchModelMonitoringStats',
    api: 'v1beta1',
    permission: 'aiplatform.modelMonitors.searchModelMonitoringStats',
    write: false,
    answer(world, { ids: [id = ''], body }) {
      const monitor = monitorNamed(world, id);
      const rows = within(monitor, body.object('timeInterval'));
      return pageOf(pageIn(body), 'monitoringStats', rows, (row) => statsAnswer(world, monitor, row));
    },
  },
  {
    method: 'POST',
    path: 'modelMonitors/{monitor}:searchModelMonitoringAlerts',
    api: 'v1beta1',
    permission: 'aiplatform.modelMonitors.searchModelMonitoringAlerts',
    write: false,
    answer(world, { ids: [id = ''], body }) {
      const monitor = monitorNamed(world, id);
      const past = within(monitor, body.object('alertTimeInterval')).filter((row) => row.deviation > row.threshold);
      const page = pageOf(pageIn(body), 'modelMonitoringAlerts', past, (row) => alertAnswer(world, monitor, row));
      return { ...page, totalNumberAlerts: String(past.length) };
    },
  },
  {
    method: 'GET',
    path: 'modelDeploymentMonitoringJobs',
    permission: 'aiplatform.modelDeploymentMonitoringJobs.list',
    write: false,
    answer: (world, { query }) =>
      pageOf(query, 'modelDeploymentMonitoringJobs', [...world.state.endpointMonitors.values()], (row) =>
        endpointMonitorAnswer(world, row),
      ),
  },
  {
    method: 'GET',
    path: 'modelDeploymentMonitoringJobs/{job}',
    permission: 'aiplatform.modelDeploymentMonitoringJobs.get',
    write: false,
    answer(world, { ids: [id = ''] }) {
      const row = world.state.endpointMonitors.get(id);
      if (row === undefined) throw absent(`The ModelDeploymentMonitoringJob "${id}"`);
      return endpointMonitorAnswer(world, row);
    },
  },
];
