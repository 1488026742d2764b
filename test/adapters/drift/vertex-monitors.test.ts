import { afterEach, describe, expect, it } from 'vitest';
import { connectVertexMonitoring } from '#adapters/drift/vertex/connect.ts';
import { type PretendVertex, startPretendVertex } from '#sandbox/vertex/server.ts';
import { failureOf, placeOf } from '../vertex-place.ts';

const startMs = Date.parse('2026-11-30T09:00:00Z');
const minuteMs = 60_000;
const job = (id: string) => `projects/482915673018/locations/europe-west4/modelDeploymentMonitoringJobs/${id}`;
let servers: PretendVertex[] = [];

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function started() {
  const time = { ms: startMs };
  const server = await startPretendVertex({ clock: () => time.ms });
  servers.push(server);
  const monitor = connectVertexMonitoring({
    ...placeOf(server),
    id: 'vertex-monitoring',
    registry: 'vertex',
    environmentLabel: 'env',
    clock: () => time.ms,
  });
  return { server, outside: server.outside, monitor, time };
}

describe('the runs of model monitors', () => {
  it('tells what the runs of every monitor found, with every value, once each is whole', async () => {
    const { outside, monitor, time } = await started();
    outside.addVersion('churn');
    const first = outside.addModelMonitor('churn', '1');
    const second = outside.addModelMonitor('fraud', '3');
    const run = outside.runModelMonitor(first, 'raw-feature-drift', [
      { column: 'age', deviation: 0.4 },
      { column: 'plan', deviation: 0, algorithm: 'l_infinity' },
    ]);
    outside.runModelMonitor(second, 'prediction-output-drift', [{ column: 'score', deviation: 0.1 }]);

    const early = await monitor.alertsSince(null);
    expect(early.reports).toEqual([]);
    time.ms += 3 * minuteMs;
    const { reports, cursor } = await monitor.alertsSince(early.cursor);
    expect(reports).toEqual([
      {
        id: `projects/482915673018/locations/europe-west4/modelMonitors/${first}/modelMonitoringJobs/${run} raw-feature-drift`,
        status: 'breach',
        watched: { registry: 'vertex', model: 'churn', version: '1', environment: null, deployed: null },
        window: null,
        at: '2026-11-30T09:00:00.000Z',
        baseline: null,
        detector: 'vertex-ai-model-monitoring/2',
        reportUrl: null,
        readings: [
          { feature: 'age', metric: 'js_divergence', value: 0.4, threshold: 0.3, comparator: '>', breach: true },
          { feature: 'plan', metric: 'l_infinity', value: 0, threshold: 0.3, comparator: '>', breach: false },
        ],
        drill: false,
      },
      expect.objectContaining({ status: 'ok', watched: expect.objectContaining({ model: 'fraud', version: '3' }) }),
    ]);
    time.ms += 30 * minuteMs;
    expect((await monitor.alertsSince((await monitor.alertsSince(cursor)).cursor)).reports).toEqual([]);
  });

  it('are read page by page, and none is lost or doubled however often it is asked in between', async () => {
    const { outside, monitor, time } = await started();
    const id = outside.addModelMonitor('churn', '1');
    const runs: string[] = [];
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let turn = 0; turn < 12; turn += 1) {
      const found = Array.from({ length: turn === 3 ? 250 : 2 }, (_, i) => ({ column: `f${i}`, deviation: 0.31 }));
      if (turn < 8) runs.push(outside.runModelMonitor(id, 'raw-feature-drift', found));
      time.ms += minuteMs;
      const answer: Awaited<ReturnType<typeof monitor.alertsSince>> = await monitor.alertsSince(cursor);
      cursor = answer.cursor;
      seen.push(...answer.reports.map((report) => `${report.id.split(/[/ ]/).at(-2)} ${report.readings.length}`));
    }
    expect(new Set(seen)).toEqual(new Set(runs.map((run, turn) => `${run} ${turn === 3 ? 250 : 2}`)));
  });

  it('that a quota keeps from being read say when to ask again, and lose nothing', async () => {
    const { server, outside, monitor, time } = await started();
    outside.runModelMonitor(outside.addModelMonitor('churn', '1'), 'raw-feature-drift', [
      { column: 'a', deviation: 1 },
    ]);
    time.ms += 5 * minuteMs;
    server.faults.set('too-many-requests', { retryAfterSeconds: 70 });
    const failure = await failureOf(monitor.alertsSince(null));
    expect(failure).toMatchObject({ status: 429, retryable: true, retryAfterMs: 70_000 });
    expect(failure.message).toContain('Ask again in 70 s');
    server.faults.clear();
    expect((await monitor.alertsSince(null)).reports).toHaveLength(1);
  });
});

describe('a deployed model that monitoring names', () => {
  it('finds model, version and environment of a deployed model, and keeps them when it is gone', async () => {
    const { server, outside, monitor } = await started();
    outside.addVersion('churn');
    const endpoint = outside.addEndpoint('churn-online');
    outside.deploy(endpoint, 'churn', '1', '164');
    await fetch(
      `${server.url}/v1/projects/northwind-ml/locations/europe-west4/endpoints/${endpoint}?updateMask=labels`,
      {
        method: 'PATCH',
        body: JSON.stringify({ labels: { env: 'production' } }),
      },
    );
    const monitoringJob = job(outside.addEndpointMonitor(endpoint));
    const found = { registry: 'vertex', model: 'churn', version: '1', environment: 'production' };
    expect(await monitor.resolve({ monitoringJob, deployedModelId: '' })).toEqual(found);
    expect(await monitor.resolve({ monitoringJob, deployedModelId: '164' })).toEqual(found);
    const asked = server.requests.length;
    outside.undeploy(endpoint, '164');
    expect(await monitor.resolve({ monitoringJob, deployedModelId: '164' })).toEqual(found);
    expect(server.requests).toHaveLength(asked);
    expect(await monitor.resolve({ monitoringJob, deployedModelId: '' })).toBeNull();
    expect(await monitor.resolve({ monitoringJob, deployedModelId: '165' })).toBeNull();
  });

  it('that is behind an unknown job, or in another location, is not known', async () => {
    const { server, monitor } = await started();
    expect(await monitor.resolve({ monitoringJob: job('1'), deployedModelId: '1' })).toBeNull();
    const asked = server.requests.length;
    const elsewhere = job('1').replace('europe-west4', 'us-central1');
    expect(await monitor.resolve({ monitoringJob: elsewhere, deployedModelId: '1' })).toBeNull();
    expect(server.requests).toHaveLength(asked);
  });
});

describe('what is deployed of a model', () => {
  it('and watched is found, whichever job watches it, and nothing of what is not', async () => {
    const { server, outside, monitor } = await started();
    for (const model of ['churn', 'fraud']) {
      outside.addVersion(model);
      const endpoint = outside.addEndpoint(`${model}-online`);
      outside.deploy(endpoint, model, '1', model === 'churn' ? '164' : '165');
      if (model === 'churn') expect(await monitor.watching(model)).toBeNull();
      const monitoringJob = job(outside.addEndpointMonitor(endpoint));
      const deployed = { monitoringJob, deployedModelId: model === 'churn' ? '164' : '165' };
      expect(await monitor.watching(model)).toEqual(deployed);
      expect(await monitor.resolve(deployed)).toMatchObject({ model, version: '1' });
      outside.undeploy(endpoint, deployed.deployedModelId);
      expect(await monitor.watching(model)).toBeNull();
    }
    server.denied.add('aiplatform.modelDeploymentMonitoringJobs.list');
    expect((await failureOf(monitor.watching('churn'))).message).toContain('modelDeploymentMonitoringJobs.list');
  });
});

describe('what doctor says of monitoring', () => {
  it('is nothing where all can be read', async () => {
    const { outside, monitor } = await started();
    outside.addModelMonitor('churn', '1');
    expect(await monitor.check()).toMatchObject({ reachable: true, problems: [], unseen: [] });
  });

  it.each([
    'aiplatform.modelMonitors.list',
    'aiplatform.modelMonitors.searchModelMonitoringStats',
    'aiplatform.modelMonitors.searchModelMonitoringAlerts',
    'aiplatform.modelDeploymentMonitoringJobs.list',
    'aiplatform.endpoints.list',
  ])('names the missing permission %s', async (permission) => {
    const { server, outside, monitor } = await started();
    outside.addModelMonitor('churn', '1');
    server.denied.add(permission);
    const { reachable, problems } = await monitor.check();
    expect(reachable).toBe(true);
    expect(problems.map(({ fix }) => fix).join()).toContain(permission);
  });

  it('is that nothing answers, where nothing does', async () => {
    const { server, monitor } = await started();
    await server.close();
    servers = [];
    expect(await monitor.check()).toMatchObject({ reachable: false, problems: [{}] });
  });
});
