import { afterEach, describe, expect, it } from 'vitest';
import { startPretendVertex } from '#sandbox/vertex/server.ts';
import { readConfig } from '../src/config.ts';
import { connectEndpoints, connectRegistries } from '../src/connect-registries.ts';
import type { ConnectionSecrets } from '../src/connection-secrets.ts';
import { ConfigError } from '../src/errors.ts';

const none: ConnectionSecrets = { url: null, username: null, password: null, token: null, webhookSecret: null };
const vertex = { id: 'vertex', kind: 'vertex', url: null, project: 'northwind-ml', location: 'europe-west4' } as const;
const mlflow = { id: 'mlflow', kind: 'mlflow', url: 'http://127.0.0.1:5001', project: null, location: null } as const;
type Org = Parameters<typeof connectRegistries>[0];
const org = (...connections: Org['connections']) => ({ connections }) as Org;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function pretend() {
  const server = await startPretendVertex();
  closing.push(() => server.close());
  return server;
}

describe('connecting what org.yaml names', () => {
  it('connects each registry by its kind, and endpoints by the same connection', () => {
    const named = org(mlflow, vertex, { ...mlflow, id: 'kfp', kind: 'kubeflow' });
    const registries = connectRegistries(named, () => none);
    expect([...registries].map(([id, { kind }]) => [id, kind])).toEqual([
      ['mlflow', 'mlflow'],
      ['vertex', 'vertex'],
    ]);
    expect([...connectEndpoints(named, () => none).keys()]).toEqual(['vertex']);
    expect(registries.get('vertex')?.versionUrl('tide', '1')).toContain('https://console.cloud.google.com/');
  });

  it('goes to the address of the environment instead, without signing in at Google on this machine', async () => {
    const server = await pretend();
    server.outside.addVersion('tide');
    const secretsOf = () => ({ ...none, url: server.url });
    expect((await connectRegistries(org(vertex), secretsOf).get('vertex')?.getModel('tide'))?.name).toBe('tide');
    expect(await connectEndpoints(org(vertex), secretsOf).get('vertex')?.getEndpoint('1')).toBeNull();
  });

  it('lists every connection that cannot work, none of which keeps another from being named', () => {
    const named = org(
      { ...mlflow, url: null },
      { ...vertex, project: null },
      { ...vertex, id: 'other', url: 'http://vertex.example' },
    );
    const connect = () => connectRegistries(named, () => none);
    expect(connect).toThrow(ConfigError);
    for (const says of ['connection mlflow has no url', 'connection vertex has no project', 'The address of other']) {
      expect(connect).toThrow(says);
    }
  });

  it('reads whom to act as from the environment', () => {
    const env = {
      COUNTERSIGN_SECRET: 'x'.repeat(32),
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      COUNTERSIGN_VERTEX_IMPERSONATE: 'bot@northwind-ml.iam.gserviceaccount.com',
    };
    expect(readConfig(env).connection('vertex').impersonate).toBe('bot@northwind-ml.iam.gserviceaccount.com');
  });
});
