import { afterEach, describe, expect, it } from 'vitest';
import { connectCloudUsage } from '#adapters/usage/connect.ts';
import { type PretendCloudUsage, startPretendCloudUsage } from '#sandbox/cloud-usage/server.ts';
import type { PretendUsage } from '#sandbox/cloud-usage/state.ts';
import { machine, tpu, usageOf } from '../../support/usage-world.ts';
import { failureOf } from '../price-list-connection.ts';

const start = Date.parse('2026-11-24T09:00:00Z');
const once = '6f1d0c52-54a3-4bb7-9a51-0d5e1f7c2b10';
const project = 'northwind-ml';
const instance = (name: string) =>
  `//compute.googleapis.com/projects/${project}/zones/europe-west4-a/instances/${name}`;
const node = (name: string) => `//tpu.googleapis.com/projects/${project}/locations/europe-west4-b/nodes/${name}`;

let server: PretendCloudUsage;
afterEach(() => server.close());

async function connected(given: Partial<PretendUsage>) {
  server = await startPretendCloudUsage({ projects: [usageOf(given)], clock: () => start });
  const bounds = { timeoutMs: 5000, mostPoints: 10_000 };
  const token = async () => 'pretend-token';
  return connectCloudUsage({ id: 'usage', project, address: server.url, token, ...bounds }, () => start);
}

describe('a machine with GPUs', () => {
  it('is known by its number, stops within minutes, and may be asked again', async () => {
    const usage = await connected({ machines: [machine({ name: 'trainer', number: '77' })] });
    expect(await usage.seeMachine(instance('trainer'))).toEqual({ state: 'on', number: '77', barred: null });
    await usage.stopMachine(instance('trainer'), once);
    expect(await usage.seeMachine(instance('trainer'))).toMatchObject({ state: 'changing' });
    await usage.stopMachine(instance('trainer'), once);
    expect(await usage.seeMachine(instance('trainer'))).toMatchObject({ state: 'off', number: '77' });
    expect(await usage.seeMachine(instance('trainer-2'))).toBeNull();
    const sent = server.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
    expect(new Set(sent).size).toBe(1);
    expect(sent[0]).toContain(`/instances/trainer/stop?requestId=${once}`);
  });

  it.each([
    [{ createdBy: 'projects/1/zones/z/instanceGroupManagers/trainers' }, 'The managed instance group trainers'],
    [{ labels: { 'goog-gke-node': '', 'goog-k8s-cluster-name': 'ml' } }, 'It is a node of the GKE cluster ml'],
    [{ labels: { 'goog-gke-node': '' } }, 'It is a node of a GKE cluster'],
    [{ labels: { 'goog-dataproc-cluster-name': 'etl' } }, 'It belongs to the Dataproc cluster etl'],
    [{ localSsd: true }, 'It has local SSDs'],
    [{ labels: { 'goog-ops-agent-policy': 'v2' }, createdBy: 'ana@northwind.example' }, null],
  ])('is left to its owners where stopping it would not last or would lose something: %j', async (given, because) => {
    const usage = await connected({ machines: [machine({ name: 'trainer', ...given })] });
    const barred = (await usage.seeMachine(instance('trainer')))?.barred;
    if (because === null) expect(barred).toBeNull();
    else expect(barred).toContain(because);
  });

  it('names the right that is missing', async () => {
    const usage = await connected({ machines: [machine({ name: 'trainer' })] });
    server.denied.add('compute.instances.stop');
    const failure = await failureOf(usage.stopMachine(instance('trainer'), once));
    expect(failure).toMatchObject({ retryable: false, mendable: true });
    expect(failure.message).toContain('Give our account compute.instances.stop in northwind-ml.');
  });
});

describe('a TPU', () => {
  it('with one host is stopped, and asked again is left as it is', async () => {
    const usage = await connected({ tpus: [tpu()] });
    expect(await usage.seeMachine(node('embed-v5e'))).toEqual({ state: 'on', number: '8800001', barred: null });
    await usage.stopMachine(node('embed-v5e'), once);
    await usage.stopMachine(node('embed-v5e'), once);
    expect(await usage.seeMachine(node('embed-v5e'))).toMatchObject({ state: 'changing' });
    expect(await usage.seeMachine(node('embed-v5e'))).toMatchObject({ state: 'off' });
    expect(await usage.seeMachine(node('embed-v6e'))).toBeNull();
  });

  it.each([
    [{ workers: ['1', '2'] }, 'It has 2 hosts'],
    [{ spot: true }, 'Google may take it away at any time'],
    [{ queuedResource: 'projects/p/locations/z/queuedResources/q-1' }, 'It belongs to queued resource q-1'],
  ])('that can only be deleted is left to its owners: %j', async (given, because) => {
    const usage = await connected({ tpus: [tpu(given)] });
    const barred = (await usage.seeMachine(node('embed-v5e')))?.barred;
    expect(barred).toContain(because);
    expect(barred).toContain('can only be deleted');
  });

  it('names the right that is missing', async () => {
    const usage = await connected({ tpus: [tpu()] });
    server.denied.add('tpu.nodes.stop');
    const failure = await failureOf(usage.stopMachine(node('embed-v5e'), once));
    expect(failure.message).toContain('Give our account tpu.nodes.stop in northwind-ml.');
  });
});

it('knows no machine of an endpoint', async () => {
  const usage = await connected({});
  const endpoint = `//aiplatform.googleapis.com/projects/${project}/locations/europe-west4/endpoints/1`;
  expect(() => usage.seeMachine(endpoint)).toThrow('has no machine that could be stopped');
});
