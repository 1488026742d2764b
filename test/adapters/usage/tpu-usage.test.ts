import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectCloudUsage } from '#adapters/usage/connect.ts';
import { type PretendCloudUsage, startPretendCloudUsage } from '#sandbox/cloud-usage/server.ts';
import type { PretendTpu } from '#sandbox/cloud-usage/state.ts';
import { tpu, usageOf } from '../../support/usage-world.ts';

const hourMs = 3_600_000;
const now = Date.parse('2026-11-24T09:00:00Z');
const window = { from: '2026-11-24T05:00:00.000Z', to: '2026-11-24T09:00:00.000Z' };

let server: PretendCloudUsage | undefined;
beforeEach(() => {
  server = undefined;
});
afterEach(async () => await server?.close());

async function connected(tpus: readonly PretendTpu[]) {
  server = await startPretendCloudUsage({ projects: [usageOf({ tpus })], clock: () => now });
  const usage = connectCloudUsage(
    {
      id: 'usage',
      project: 'northwind-ml',
      address: server.url,
      token: async () => 'pretend-token',
      timeoutMs: 5000,
      mostPoints: 10_000,
    },
    () => now,
  );
  return { server, usage };
}

/** The use of each TPU by hour; null where it is not known. */
async function usedBy(tpus: readonly PretendTpu[]) {
  const { usage } = await connected(tpus);
  const hours = [5, 6, 7, 8].map((hour) => `2026-11-24T0${hour}:00:00.000Z`);
  return Object.fromEntries(
    (await usage.read(window)).map(({ name, hours: told }) => [
      name,
      hours.map((hour) => told.find((one) => one.hour === hour)?.used ?? null),
    ]),
  );
}

const pod = tpu({ name: 'train-v5e', number: '8800002', workers: ['4400002', '4400003'] });

describe('TPUs', () => {
  it('are told of by their full name, their number and their labels', async () => {
    const { usage } = await connected([tpu()]);
    expect(await usage.read(window)).toMatchObject([
      {
        kind: 'accelerator',
        resource: '//tpu.googleapis.com/projects/northwind-ml/locations/europe-west4-b/nodes/embed-v5e',
        alsoBilledAs: ['8800001'],
        name: 'embed-v5e',
        labels: { team: 'search' },
        deployed: null,
      },
    ]);
  });

  it('are as used as the busiest worker of their zone', async () => {
    const busy = tpu({ ...pod, duty: (at, worker) => (at < now - hourMs && worker === '4400003' ? 0.8 : 0.01) });
    const elsewhere = tpu({ name: 'far', zone: 'us-central1-a', workers: ['4400009'] });
    expect(await usedBy([tpu(), busy, elsewhere])).toEqual({
      'embed-v5e': [0.8, 0.8, 0.8, 0.01],
      'train-v5e': [0.8, 0.8, 0.8, 0.01],
      far: [0, 0, 0, 0],
    });
  });

  it('are not known to be unused while one of their workers tells nothing', async () => {
    const silent = tpu({ ...pod, duty: (at, worker) => (worker === '4400003' && at < now - 2 * hourMs ? null : 0) });
    expect(await usedBy([silent])).toEqual({ 'train-v5e': [null, null, 0, 0] });
  });

  it('are not known to be unused while a worker tells that is of none of them', async () => {
    const gone = tpu({ ...pod, state: 'STOPPED', duty: (at) => (at < now - hourMs ? 0 : null) });
    expect(await usedBy([tpu(), gone])).toEqual({ 'embed-v5e': [null, null, null, 0] });
  });

  it('have no hours before they were made', async () => {
    expect(await usedBy([tpu(), tpu({ ...pod, createdMs: now - 2 * hourMs })])).toEqual({
      'embed-v5e': [0, 0, 0, 0],
      'train-v5e': [null, null, 0, 0],
    });
  });

  it('are asked for only where monitoring knows of some, all pages of them', async () => {
    const none = await connected([]);
    expect(await none.usage.read(window)).toEqual([]);
    expect(none.server.requests.filter(({ path }) => path.includes('/nodes'))).toEqual([]);
    await none.server.close();
    const many = Array.from({ length: 501 }, (_, n) => tpu({ name: `tpu-${n}`, workers: [`w${n}`] }));
    const { usage, server: asked } = await connected(many);
    expect(await usage.read(window)).toHaveLength(501);
    expect(asked.requests.filter(({ path }) => path.includes('/nodes'))).toHaveLength(2);
  });

  it('are left out where our account may not list them, which the check says', async () => {
    const { usage, server: asked } = await connected([tpu()]);
    asked.denied.add('tpu.nodes.list');
    expect(await usage.read(window)).toEqual([]);
    expect(await usage.check()).toMatchObject({
      problems: [],
      lacking: ['Our account has no tpu.nodes.list in northwind-ml, so TPUs that are not used are not found.'],
    });
    asked.denied.clear();
    asked.denied.add('tpu.googleapis.com');
    expect(await usage.read(window)).toEqual([]);
    expect((await usage.check()).lacking).toEqual([]);
  });
});
