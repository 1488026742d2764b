import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectCloudUsage } from '#adapters/usage/connect.ts';
import { type PretendCloudUsage, startPretendCloudUsage } from '#sandbox/cloud-usage/server.ts';
import type { PretendNotebook, PretendUsage } from '#sandbox/cloud-usage/state.ts';
import { deployedVersion, machine, notebook, usageOf } from '../../support/usage-world.ts';
import { failureOf } from '../price-list-connection.ts';

const hourMs = 3_600_000;
const once = '6f1d0c52-54a3-4bb7-9a51-0d5e1f7c2b10';
const now = Date.parse('2026-11-24T09:00:00Z');
const window = { from: '2026-11-24T05:00:00.000Z', to: '2026-11-24T09:00:00.000Z' };

let servers: PretendCloudUsage[] = [];
beforeEach(() => {
  servers = [];
});
afterEach(async () => void (await Promise.all(servers.map((server) => server.close()))));

async function connected(projects: readonly PretendUsage[], bounds: { mostPoints?: number; page?: number } = {}) {
  const server = await startPretendCloudUsage({ projects, clock: () => now, mostPoints: bounds.page ?? 100_000 });
  servers.push(server);
  const usage = connectCloudUsage(
    {
      id: 'usage',
      project: 'northwind-ml',
      address: server.url,
      token: async () => 'pretend-token',
      timeoutMs: 5000,
      mostPoints: bounds.mostPoints ?? 10_000,
    },
    () => now,
  );
  return { server, usage };
}

describe('endpoints', () => {
  it('have zero predictions in an hour in which they had a machine and nobody asked', async () => {
    const { usage } = await connected([usageOf({ deployed: () => [deployedVersion({ predictions: () => 0 })] })]);
    const [found, ...more] = await usage.read(window);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      kind: 'endpoint',
      resource: '//aiplatform.googleapis.com/projects/northwind-ml/locations/europe-west4/endpoints/7310451',
      name: 'similar-items-online',
      deployed: '3041',
    });
    expect(found?.hours.map(({ used }) => used)).toEqual([0, 0, 0, 0]);
  });

  it('have no hour while they have no machine, which is not zero', async () => {
    const since = now - 2 * hourMs;
    const predictions = (at: number) => (at < since ? null : 5);
    const { usage } = await connected([usageOf({ deployed: () => [deployedVersion({ predictions })] })]);
    const [found] = await usage.read(window);
    expect(found?.hours).toEqual([
      { hour: '2026-11-24T07:00:00.000Z', used: 5 },
      { hour: '2026-11-24T08:00:00.000Z', used: 5 },
    ]);
  });
});

describe('notebooks and accelerators', () => {
  it('are as used as the busier of processor and GPU, and known by the number of their machine', async () => {
    const one = notebook({ processor: () => 0.02, gpu: (at) => (at < now - 2 * hourMs ? 0.5 : 0) });
    const { usage } = await connected([usageOf({ notebooks: [one] })]);
    const [found, ...more] = await usage.read(window);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ kind: 'notebook', name: 'gpu-lab-3', alsoBilledAs: ['5550001'] });
    expect(found?.labels).toEqual({ team: 'recs' });
    expect(found?.hours.map(({ used }) => used)).toEqual([0.5, 0.5, 0.02, 0.02]);
  });

  it('have no hours after they were stopped', async () => {
    const one: PretendNotebook = { ...notebook(), stoppedMs: now - 3 * hourMs };
    const { usage } = await connected([usageOf({ notebooks: [one] })]);
    expect((await usage.read(window)).map(({ hours }) => hours.length)).toEqual([1]);
  });

  it('tells of other machines by their GPUs alone', async () => {
    const quiet = machine({ name: 'web-1', number: '1', processor: () => 0.9 });
    const trainer = machine({ name: 'trainer', number: '2', processor: () => 0.9, gpu: () => 0.25 });
    const { usage } = await connected([usageOf({ machines: [quiet, trainer] })]);
    const found = await usage.read(window);
    expect(found.map(({ kind, name, hours }) => [kind, name, hours[0]?.used])).toEqual([
      ['accelerator', 'trainer', 0.25],
    ]);
  });

  it('are stopped once, and asked again are off', async () => {
    const { usage, server } = await connected([usageOf({ notebooks: [notebook()] })]);
    const name = '//notebooks.googleapis.com/projects/northwind-ml/locations/europe-west4-a/instances/gpu-lab-3';
    expect(await usage.seeMachine(name)).toEqual({ state: 'on', number: null, barred: null });
    await usage.stopMachine(name, once);
    expect(await usage.seeMachine(name)).toMatchObject({ state: 'off' });
    await usage.stopMachine(name, once);
    expect(await usage.seeMachine(name.replace('gpu-lab-3', 'gpu-lab-4'))).toBeNull();
    server.denied.add('notebooks.instances.stop');
    expect(await failureOf(usage.stopMachine(name, once))).toMatchObject({ retryable: false, mendable: true });
  });

  it('are none where the API of notebooks was never turned on', async () => {
    const { usage, server } = await connected([usageOf({ deployed: () => [deployedVersion()] })]);
    server.denied.add('notebooks.googleapis.com');
    expect((await usage.read(window)).map(({ kind }) => kind)).toEqual(['endpoint']);
    expect((await usage.check()).problems).toEqual([]);
  });
});

it('reads every page, and nothing of another project that it can see', async () => {
  const many = Array.from({ length: 30 }, (_, n) => deployedVersion({ deployed: String(n) }));
  const other = usageOf({ project: 'northwind-web', deployed: () => [deployedVersion({ endpoint: '1' })] });
  const { usage, server } = await connected([usageOf({ deployed: () => many }), other], { page: 7 });
  const found = await usage.read(window);
  expect(found.map(({ hours }) => hours.length)).toEqual(Array.from({ length: 30 }, () => 4));
  expect(server.requests.length).toBeGreaterThan(2 * 17);
});

it('joins a series that goes on on the next page', async () => {
  const trainer = machine({ gpu: () => 0.25 });
  const { usage } = await connected([usageOf({ machines: [trainer] })], { page: 3 });
  expect((await usage.read(window)).map(({ hours }) => hours.map(({ used }) => used))).toEqual([
    [0.25, 0.25, 0.25, 0.25],
  ]);
});

it('asks for the use of a hundred notebooks at once', async () => {
  const many = Array.from({ length: 250 }, (_, n) => notebook({ name: `lab-${n}`, number: String(n) }));
  const { usage, server } = await connected([usageOf({ notebooks: many })]);
  expect(await usage.read(window)).toHaveLength(250);
  expect(server.requests.filter(({ path }) => path.includes('cpu%2Futilization'))).toHaveLength(3);
});

describe('what is in the way', () => {
  it('is said with the quota to raise, and when to ask again', async () => {
    const { usage, server } = await connected([usageOf()]);
    server.faults.set('too-many-requests', { retryAfterSeconds: 90 });
    const failure = await failureOf(usage.read(window));
    expect(failure).toMatchObject({ status: 429, retryable: true, retryAfterMs: 90_000 });
    expect(failure.message).toBe(
      'Cloud Monitoring takes no more requests for northwind-ml at the moment. Ask again in 90 s, or raise the quota of monitoring.googleapis.com.',
    );
  });

  it('is said where there is more than is read, which is not half of it', async () => {
    const { usage } = await connected([usageOf({ deployed: () => [deployedVersion()] })], { mostPoints: 3 });
    expect((await failureOf(usage.read(window))).message).toMatch(/more than 3 points .*which is more than we read/);
  });

  it.each([
    ['monitoring.timeSeries.list', 'Cloud Monitoring does not let us read what northwind-ml uses.'],
    ['notebooks.instances.list', 'Vertex AI Workbench does not let us list the notebooks of northwind-ml.'],
  ])('is named where %s is missing', async (permission, sentence) => {
    const { usage, server } = await connected([usageOf({ notebooks: [notebook()] })]);
    server.denied.add(permission);
    const fix = `Give our account ${permission} in northwind-ml.`;
    expect(await usage.check()).toMatchObject({ reachable: true, problems: [{ sentence, fix }] });
  });

  it('is no more than a remark where only stopping is not allowed', async () => {
    const { usage, server } = await connected([usageOf({ notebooks: [notebook()] })]);
    server.denied.add('notebooks.instances.stop');
    expect(await usage.check()).toMatchObject({
      problems: [],
      lacking: [
        'Our account has no notebooks.instances.stop in northwind-ml, so people are asked to stop notebooks themselves. Give it to let playbooks for the action stop do that.',
      ],
      unseen: [],
    });
  });

  it('is found where monitoring is off, down, or breaks', async () => {
    const { usage, server } = await connected([usageOf()]);
    server.denied.add('monitoring.googleapis.com');
    expect((await failureOf(usage.read(window))).message).toContain(
      'gcloud services enable monitoring.googleapis.com --project=northwind-ml',
    );
    server.denied.clear();
    server.faults.set('error-500');
    expect(await failureOf(usage.read(window))).toMatchObject({ status: 500, retryable: true, ambiguous: false });
    server.faults.clear('error-500');
    server.faults.set('down');
    expect(await usage.check()).toMatchObject({ reachable: false });
  });
});
