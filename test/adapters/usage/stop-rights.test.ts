import { afterEach, describe, expect, it } from 'vitest';
import { connectCloudUsage } from '#adapters/usage/connect.ts';
import { registryFindings } from '#cli/doctor/registries.ts';
import { type PretendCloudUsage, startPretendCloudUsage } from '#sandbox/cloud-usage/server.ts';
import { machine, tpu, usageOf } from '../../support/usage-world.ts';

const now = Date.parse('2026-11-24T09:00:00Z');
const project = 'northwind-ml';

let server: PretendCloudUsage;
afterEach(() => server.close());

async function connected() {
  server = await startPretendCloudUsage({
    projects: [usageOf({ machines: [machine({ name: 'trainer' })], tpus: [tpu()] })],
    clock: () => now,
  });
  const bounds = { timeoutMs: 5000, mostPoints: 10_000 };
  const token = async () => 'pretend-token';
  return connectCloudUsage({ id: 'usage', project, address: server.url, token, ...bounds }, () => now);
}

/** What `countersign doctor` prints beside that it answers. */
async function told(usage: Awaited<ReturnType<typeof connected>>): Promise<readonly string[]> {
  const findings = await registryFindings({ id: 'usage', title: usage.title, check: () => usage.check() });
  return findings.filter(({ state }) => state !== 'ok').map(({ state, what }) => `${state} ${what}`);
}

const lacking = (permissions: string, things: string) =>
  `note Cloud Monitoring (usage): our account has no ${permissions} in northwind-ml, so people are asked to stop ${things} themselves. Give it to let playbooks for the action stop do that`;

describe('rights to stop', () => {
  it('are nothing to speak of where our account has them, and looking stops nothing', async () => {
    const usage = await connected();
    expect(await told(usage)).toEqual([]);
    expect(server.requests.some(({ path }) => path.includes('/stop') || path.includes(':stop'))).toBe(false);
  });

  it('are told apart, each with what it is for', async () => {
    const usage = await connected();
    server.denied.add('compute.instances.stop');
    expect(await told(usage)).toEqual([lacking('compute.instances.stop', 'machines with GPUs')]);
    server.denied.clear();
    server.denied.add('tpu.nodes.stop');
    server.denied.add('tpu.nodes.get');
    expect(await told(usage)).toEqual([lacking('tpu.nodes.get and no tpu.nodes.stop', 'TPUs')]);
    server.denied.add('compute.instances.get');
    expect(await told(usage)).toEqual([
      lacking('compute.instances.get', 'machines with GPUs'),
      lacking('tpu.nodes.get and no tpu.nodes.stop', 'TPUs'),
    ]);
  });

  it('of TPUs are not asked for in a project where their API was never turned on', async () => {
    const usage = await connected();
    server.denied.add('tpu.googleapis.com');
    server.denied.add('tpu.nodes.stop');
    expect(await told(usage)).toEqual([]);
  });

  it('are said to be unseen where the Resource Manager does not tell', async () => {
    const usage = await connected();
    server.denied.add('cloudresourcemanager.googleapis.com');
    expect(await told(usage)).toEqual([
      'note Cloud Monitoring (usage): cannot be seen from here: whether our account may stop machines with GPUs and TPUs; only the first time shows that',
    ]);
  });
});
