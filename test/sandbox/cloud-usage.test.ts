import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from '#sandbox/cloud-usage/endpoints.ts';
import { type PretendCloudUsage, startPretendCloudUsage } from '#sandbox/cloud-usage/server.ts';
import { deployedVersion, notebook, usageOf } from '../support/usage-world.ts';

const now = Date.parse('2026-11-24T09:00:00Z');
let server: PretendCloudUsage;
beforeAll(async () => {
  const projects = [usageOf({ deployed: () => [deployedVersion()], notebooks: [notebook()] })];
  server = await startPretendCloudUsage({ projects, clock: () => now, token: null });
});
afterAll(() => server.close());

const predictions = 'metric.type = "aiplatform.googleapis.com/prediction/online/prediction_count"';

async function listed(query: Readonly<Record<string, string>>, project = 'northwind-ml') {
  const search = new URLSearchParams({
    filter: predictions,
    'interval.startTime': '2026-11-24T07:00:00Z',
    'interval.endTime': '2026-11-24T09:00:00Z',
    'aggregation.alignmentPeriod': '3600s',
    'aggregation.perSeriesAligner': 'ALIGN_DELTA',
    'aggregation.crossSeriesReducer': 'REDUCE_SUM',
    'aggregation.groupByFields': 'resource.labels.endpoint_id',
    ...query,
  });
  const answer = await fetch(`${server.url}/v3/projects/${project}/timeSeries?${search.toString()}`);
  return { status: answer.status, body: await answer.text() };
}

it('answers a series by what it is grouped by, newest point first, with 64-bit integers as text', async () => {
  const { body } = await listed({});
  expect(JSON.parse(body)).toEqual({
    timeSeries: [
      {
        metric: { labels: {} },
        resource: { type: 'aiplatform.googleapis.com/Endpoint', labels: { endpoint_id: '7310451' } },
        points: [
          {
            interval: { startTime: '2026-11-24T08:00:00.000Z', endTime: '2026-11-24T09:00:00.000Z' },
            value: { int64Value: '40' },
          },
          {
            interval: { startTime: '2026-11-24T07:00:00.000Z', endTime: '2026-11-24T08:00:00.000Z' },
            value: { int64Value: '40' },
          },
        ],
      },
    ],
  });
});

it('keeps six weeks', async () => {
  const old = { 'interval.startTime': '2026-09-01T00:00:00Z', 'interval.endTime': '2026-10-01T00:00:00Z' };
  expect((await listed(old)).body).toBe('{"timeSeries":[]}');
});

it.each([
  [{ filter: 'metric.type = "made.up/metric"' }, 'Cannot find metric(s) that match type'],
  [{ filter: 'resource.type = "gce_instance"' }, 'It must specify one metric type'],
  [{ filter: `${predictions} OR true` }, 'Could not parse filter'],
  [{ 'interval.startTime': '2026-11-25T07:00:00Z' }, 'The start time must be before the end time'],
  [{ 'aggregation.alignmentPeriod': '60s' }, 'only hours'],
  [{ 'aggregation.perSeriesAligner': 'ALIGN_NONE' }, 'perSeriesAligner had an invalid value'],
  [{ pageToken: 'x' }, 'page_token had an invalid value'],
  [{ made: 'up' }, 'Unknown name \\"made\\"'],
])('refuses %j', async (query, words) => {
  const { status, body } = await listed(query);
  expect(status).toBe(400);
  expect(body).toContain(words);
});

it('refuses a project that it does not know as one that may not be read', async () => {
  const { status, body } = await listed({}, 'elsewhere');
  expect(status).toBe(403);
  expect(body).toContain("Permission 'monitoring.timeSeries.list' denied");
});

/** Which test meets which method of the APIs: `file › name of the test`. */
const coverage: Readonly<Record<string, string>> = {
  'monitoring.projects.timeSeries.list':
    'adapters/usage/cloud-usage › reads every page, and nothing of another project that it can see',
  'notebooks.projects.locations.instances.list':
    'adapters/usage/cloud-usage › asks for the use of a hundred notebooks at once',
  'notebooks.projects.locations.instances.get':
    'adapters/usage/cloud-usage › are stopped once, and asked again are off',
  'notebooks.projects.locations.instances.stop':
    'adapters/usage/cloud-usage › are stopped once, and asked again are off',
  'notebooks.projects.locations.instances.testIamPermissions':
    'adapters/usage/cloud-usage › is no more than a remark where only stopping is not allowed',
  'tpu.projects.locations.nodes.list': 'adapters/usage/tpu-usage › are as used as the busiest worker of their zone',
  'tpu.projects.locations.nodes.get':
    'adapters/usage/stop-machines › with one host is stopped, and asked again is left as it is',
  'tpu.projects.locations.nodes.stop':
    'adapters/usage/stop-machines › with one host is stopped, and asked again is left as it is',
  'cloudresourcemanager.projects.testIamPermissions':
    'adapters/usage/stop-rights › are told apart, each with what it is for',
  'compute.instances.get':
    'adapters/usage/stop-machines › is known by its number, stops within minutes, and may be asked again',
  'compute.instances.stop':
    'adapters/usage/stop-machines › is known by its number, stops within minutes, and may be asked again',
};

describe('the coverage table', () => {
  it('names every method that is served, and no other', () => {
    expect(Object.keys(coverage).sort()).toEqual(endpoints.map(({ name }) => name).sort());
  });

  it.each(Object.entries(coverage))('%s is met by a test that is there', (_method, where) => {
    const [file = '', name = ''] = where.split(' › ');
    const texts = globSync(`test/${file}{,.test}.ts`).map((path) => readFileSync(path, 'utf8'));
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain(`'${name}'`);
  });
});
