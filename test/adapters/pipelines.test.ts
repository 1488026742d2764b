import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runners } from '#adapters/pipelines/index.ts';
import type { Org } from '#playbook/organization.ts';
import { pretendRunners, receiverSecret } from '#sandbox/runners.ts';
import { connectPipelines } from '../../src/connect-pipelines.ts';
import type { ConnectionSecrets } from '../../src/connection-secrets.ts';
import { ConfigError } from '../../src/errors.ts';
import { Secret } from '../../src/secret.ts';
import { contractEngine, contractPipeline } from '../contract/contract-pipeline.ts';

const folder = new URL('../../src/adapters/pipelines/', import.meta.url);

describe('the list of runners', () => {
  it('has a line for every folder', () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.length).toBeGreaterThan(1);
    expect(Object.keys(runners).sort()).toEqual(folders.map((entry) => entry.name).sort());
  });

  it.each(Object.entries(runners))('%s has words for people and a pretend server', (kind, definition) => {
    expect(definition.kind).toBe(kind);
    expect(definition.title).not.toBe('');
    expect(definition.summary).toMatch(/\.$/);
    expect(existsSync(new URL(`../../${definition.pretend}/server.ts`, import.meta.url))).toBe(true);
    expect(Object.keys(pretendRunners)).toContain(kind);
  });
});

const repository = 'https://europe-west4-kfp.pkg.dev/northwind-ml/pipelines';
const nothing: ConnectionSecrets = { url: null, username: null, password: null, token: null, webhookSecret: null };

function org(...connections: Partial<Org['connections'][number]>[]): Org {
  const whole = connections.map((one) => ({ id: 'c', url: null, project: null, location: null, ...one }));
  return { connections: whole } as unknown as Org;
}

describe('the connections of org.yaml', () => {
  it('that run pipelines are connected, with their secrets, and answer', async () => {
    const { engine, clock } = contractEngine(Date.now());
    const kubeflow = await pretendRunners.kubeflow(engine, clock);
    const webhook = await pretendRunners.webhook(engine, clock);
    const vertex = await pretendRunners['vertex-pipelines'](engine, clock);
    const secretsOf = (id: string): ConnectionSecrets => {
      if (id === 'ci') return { ...nothing, url: webhook.url, webhookSecret: new Secret(receiverSecret) };
      return { ...nothing, url: id === 'kfp' ? kubeflow.url : id === 'vertex' ? vertex.url : null };
    };
    const connected = connectPipelines(
      org(
        { id: 'mlflow', kind: 'mlflow', url: 'http://127.0.0.1:1' },
        { id: 'kfp', kind: 'kubeflow', url: 'http://127.0.0.1:1' },
        { id: 'ci', kind: 'webhook', url: 'https://ci.example' },
        { id: 'vertex', kind: 'vertex-pipelines', project: 'northwind-ml', location: 'europe-west4', url: repository },
      ),
      secretsOf,
    );
    expect([...connected].map(([id, { kind, title }]) => [id, kind, title])).toEqual([
      ['kfp', 'kubeflow', 'Kubeflow Pipelines'],
      ['ci', 'webhook', 'Pipeline webhook'],
      ['vertex', 'vertex-pipelines', 'Vertex AI Pipelines'],
    ]);
    for (const runner of connected.values()) {
      expect((await runner.describe(contractPipeline))?.inputs).toHaveLength(6);
    }
    await kubeflow.close();
    await webhook.close();
    await vertex.close();
  });

  it('that lack something are told all at once, without a secret', () => {
    const connections = org(
      { id: 'kfp', kind: 'kubeflow', url: 'https://kfp.example', project: 'Team A' },
      { id: 'my-ci', kind: 'webhook', url: 'https://ci.example' },
      { id: 'short', kind: 'webhook', url: 'https://ci.example' },
      { id: 'lost', kind: 'kubeflow' },
    );
    const secrets = (id: string) => ({ ...nothing, webhookSecret: id === 'short' ? new Secret('hush') : null });
    let thrown: unknown;
    try {
      connectPipelines(connections, secrets);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConfigError);
    expect((thrown as ConfigError).problems).toEqual([
      'connection kfp has a namespace of the wrong form: write the name of a Kubernetes namespace as project in org.yaml',
      'COUNTERSIGN_MY_CI_WEBHOOK_SECRET is missing: set it to at least 24 random characters, the same as at the receiver',
      'connection short has a secret of the wrong form: use at least 24 random characters',
      'connection lost has no url: write it in org.yaml',
    ]);
    expect(String(thrown)).not.toContain('hush');
  });
});
