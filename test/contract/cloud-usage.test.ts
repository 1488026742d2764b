import { googleAccessToken } from '#adapters/google/access-token.ts';
import { connectCloudUsage } from '#adapters/usage/connect.ts';
import { startPretendCloudUsage } from '#sandbox/cloud-usage/server.ts';
import { deployedVersion, machine, notebook, usageOf } from '../support/usage-world.ts';
import { cloudUsageContract } from './cloud-usage.ts';

const now = Date.parse('2026-11-24T09:00:00Z');
const bounds = { id: 'usage-contract', timeoutMs: 30_000, mostPoints: 1_000_000 };

cloudUsageContract('the usage of a pretend project', async () => {
  const ours = usageOf({
    deployed: () => [
      deployedVersion({ predictions: (at) => (at % 7 === 0 ? 0 : 12) }),
      deployedVersion({ deployed: '3042', predictions: () => 0 }),
    ],
    notebooks: [notebook(), notebook({ name: 'lab-4', number: '5550002', processor: () => 0.4 })],
    machines: [machine({ name: 'trainer', number: '5550003', gpu: () => 0.7 })],
  });
  const others = usageOf({ project: 'northwind-web', deployed: () => [deployedVersion({ endpoint: '99' })] });
  const server = await startPretendCloudUsage({ projects: [ours, others], clock: () => now, mostPoints: 50 });
  const usage = connectCloudUsage(
    { ...bounds, project: 'northwind-ml', address: server.url, token: async () => 'pretend-token' },
    () => now,
  );
  return { usage, now, has: { endpoint: true, notebook: true }, close: () => server.close() };
});

// Against the real one: CLOUD_USAGE_PROJECT=my-project npx vitest run test/contract/cloud-usage.test.ts
// oxlint-disable-next-line node/no-process-env -- where to find a real project
const project = process.env['CLOUD_USAGE_PROJECT'];
if (project !== undefined) {
  cloudUsageContract('the usage of a real project', async () => ({
    usage: connectCloudUsage({ ...bounds, project, address: null, token: googleAccessToken() }),
    now: Math.floor(Date.now() / 3_600_000) * 3_600_000,
    has: { endpoint: false, notebook: false },
    close: async () => {},
  }));
}
