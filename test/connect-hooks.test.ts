import { describe, expect, it } from 'vitest';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import { readConfig } from '../src/config.ts';
import { hookSources } from '../src/connect-hooks.ts';
import type { ConnectionSecrets } from '../src/connection-secrets.ts';
import { ConfigError } from '../src/errors.ts';

const env = { COUNTERSIGN_SECRET: 'x'.repeat(32), SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

async function sources(given: Readonly<Record<string, string>>) {
  const { org } = await readPlaybooks('playbooks');
  const place = { url: null, project: 'p', location: 'europe-west4' };
  const connections = [
    ...org.connections,
    { ...place, id: 'vx', kind: 'vertex-pipelines' as const },
    { ...place, id: 'ci', kind: 'webhook' as const },
  ];
  const secretsOf = (id: string): ConnectionSecrets => readConfig({ ...env, ...given }).connection(id);
  return [...hookSources({ ...org, connections }, secretsOf, { now: Date.now, kept: async () => [] }).keys()];
}

describe('the hooks that are taken', () => {
  it('are those of connections that have what verifies them, or may get a secret', async () => {
    expect(await sources({})).toEqual(['mlflow', 'monitor']);
    const given = {
      COUNTERSIGN_MLFLOW_WEBHOOK_SECRET: 'a',
      COUNTERSIGN_CI_WEBHOOK_SECRET: 'b',
      COUNTERSIGN_VX_PUSH_AUDIENCE: 'https://countersign.example/hooks/vx',
      COUNTERSIGN_VX_PUSH_ACCOUNT: 'push@p.iam.gserviceaccount.com',
      COUNTERSIGN_KUBEFLOW_WEBHOOK_SECRET: 'c',
    };
    expect(await sources(given)).toEqual(['mlflow', 'monitor', 'vx', 'ci']);
  });

  it.each(['AUDIENCE', 'ACCOUNT'])('are none, with a reason, where only PUSH_%s is set', async (name) => {
    const read = sources({ [`COUNTERSIGN_VX_PUSH_${name}`]: 'x' });
    await expect(read).rejects.toThrow(ConfigError);
    await expect(read).rejects.toThrow(
      'connection vx has one of PUSH_AUDIENCE and PUSH_ACCOUNT: set both, or neither to take no pushes',
    );
  });
});
