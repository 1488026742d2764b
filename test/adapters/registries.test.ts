import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { registries } from '#adapters/registries/index.ts';
import { pretendRegistries } from '#sandbox/registries.ts';

const folder = new URL('../../src/adapters/registries/', import.meta.url);

describe('the list of registries', () => {
  it('has a line for every folder', () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.length).toBeGreaterThan(0);
    expect(Object.keys(registries).sort()).toEqual(folders.map((entry) => entry.name).sort());
  });

  it.each(Object.entries(registries))('%s has words for people and a pretend server', (kind, definition) => {
    expect(definition.kind).toBe(kind);
    expect(definition.title).not.toBe('');
    expect(definition.summary).toMatch(/\.$/);
    expect(existsSync(new URL(`../../${definition.pretend}/server.ts`, import.meta.url))).toBe(true);
    expect(Object.keys(pretendRegistries)).toContain(kind);
  });

  it('connects to its pretend server with options read from data', async () => {
    const pretend = await pretendRegistries.mlflow();
    const options = registries.mlflow.options.parse({
      id: 'mlflow-prod',
      url: pretend.url,
      auth: { kind: 'none' },
      timeoutMs: 5000,
    });
    const registry = registries.mlflow.connect(options);
    expect(registry).toMatchObject({ id: 'mlflow-prod', kind: 'mlflow', title: 'MLflow' });
    expect(registry.versionUrl('north/tide: a', '7')).toBe(`${pretend.url}/#/models/north%2Ftide%3A%20a/versions/7`);
    expect(await registry.getModel('tide-level')).toBeNull();
    await pretend.close();
  });

  it('connects to the pretend Vertex AI with options read from data', async () => {
    const pretend = await pretendRegistries.vertex();
    const options = registries.vertex.options.parse({
      id: 'vertex-eu',
      project: 'northwind-ml',
      location: 'europe-west4',
      url: pretend.url,
      timeoutMs: 5000,
    });
    const registry = registries.vertex.connect(options);
    expect(registry).toMatchObject({ id: 'vertex-eu', kind: 'vertex', title: 'Vertex AI' });
    expect(await registry.getModel('tide-level')).toBeNull();
    await pretend.close();
  });

  it.each([
    [{ url: 'https://x', auth: { kind: 'none' }, timeoutMs: 5 }],
    [{ id: 'm', url: 'https://x', auth: { kind: 'basic', username: 'a' }, timeoutMs: 5 }],
    [{ id: 'm', url: 'https://x', auth: { kind: 'none' }, timeoutMs: 0 }],
    [{ id: 'm', url: 'https://x', auth: { kind: 'none' }, timeoutMs: 5, tiemout: 1 }],
  ])('refuses options that lack or misspell something: %j', (options) => {
    expect(registries.mlflow.options.safeParse(options).success).toBe(false);
  });
});
