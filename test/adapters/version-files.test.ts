import { afterEach, describe, expect, it } from 'vitest';
import { connectMlflow } from '#adapters/registries/mlflow/connect.ts';
import { most, tooMuch } from '#adapters/registries/version-files.ts';
import { connectVertex } from '#adapters/registries/vertex/connect.ts';
import type { ModelRegistry, ModelVersion, VersionFiles } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import { type PretendMlflow, startPretendMlflow } from '#sandbox/mlflow/server.ts';
import { type PretendVertex, startPretendVertex } from '#sandbox/vertex/server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function openMlflow(
  version = '3.11.2',
  options: { fetch?: typeof fetch } = {},
): Promise<{ server: PretendMlflow; registry: ModelRegistry }> {
  const server = await startPretendMlflow({ version });
  closing.push(() => server.close());
  server.outside.addModel('churn');
  const at = { id: 'mlflow', url: server.url, auth: { kind: 'none' as const }, timeoutMs: 5000 };
  return { server, registry: connectMlflow({ ...at, ...options }) };
}

async function openVertex(): Promise<{ server: PretendVertex; registry: ModelRegistry }> {
  const server = await startPretendVertex();
  closing.push(() => server.close());
  const at = { id: 'vertex', project: 'northwind-ml', location: 'europe-west4', url: server.url, timeoutMs: 5000 };
  return { server, registry: connectVertex(at) };
}

async function versionOf(registry: ModelRegistry, version: string): Promise<ModelVersion> {
  const found = await registry.getVersion('churn', version);
  if (found === null) throw new Error(`there is no version ${version}`);
  return found;
}

async function filesOf(registry: ModelRegistry, version: string): Promise<VersionFiles> {
  return await registry.readFiles(await versionOf(registry, version));
}

describe('the files of a version in MLflow', () => {
  it.each([
    ['a run', '2.22.1', {}],
    ['a run of MLflow 3', '3.11.2', {}],
    ['a logged model', '3.11.2', { datasets: { holdout: { auc: 0.9 } } }],
  ])('that comes from %s are read to the last byte, in every directory', async (_, mlflow, training) => {
    const { server, registry } = await openMlflow(mlflow);
    server.outside.addVersion('churn', training);
    server.outside.addVersion('churn', training);
    const first = await filesOf(registry, '1');
    expect(first).toMatchObject({ digest: expect.stringMatching(/^sha256:/), count: 3 });
    expect(await filesOf(registry, '1')).toEqual(first);
    expect(await filesOf(registry, '2')).not.toMatchObject({ digest: 'digest' in first ? first.digest : '' });
    server.outside.overwriteFile('churn', '1', 'extras/columns.json', '["amount", "country", "merchanT"]\n');
    const after = await filesOf(registry, '1');
    expect(after).toMatchObject({ count: 3, bytes: 'bytes' in first ? first.bytes : 0 });
    expect(after).not.toEqual(first);
  });

  it('that was registered from elsewhere cannot be told', async () => {
    const { server, registry } = await openMlflow();
    const version = { ...(await withOne(registry, server)), source: 's3://elsewhere/model' };
    expect(await registry.readFiles(version)).toEqual({
      unknown: 'MLflow does not list what is at s3://elsewhere/model.',
    });
    expect(await registry.readFiles({ ...version, runId: null })).toHaveProperty('unknown');
  });

  it('cannot be told while the store behind MLflow fails it, and are asked for again while MLflow is away', async () => {
    const { server, registry } = await openMlflow();
    const version = await withOne(registry, server);
    server.faults.set('error-500');
    expect(await registry.readFiles(version)).toMatchObject({ unknown: expect.stringContaining('status 500') });
    server.faults.clear();
    server.faults.set('too-many-requests');
    await expect(registry.readFiles(version)).rejects.toThrow(UpstreamError);
  });

  it('are not taken as whole where one breaks off', async () => {
    let broken = false;
    const { server, registry } = await openMlflow('3.11.2', {
      async fetch(input, init) {
        const response = await fetch(input, init);
        if (!broken || !response.url.includes('model.pkl')) return response;
        const half = new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('weights '));
            controller.error(new TypeError('terminated'));
          },
        });
        return new Response(half, { status: 200 });
      },
    });
    const version = await withOne(registry, server);
    broken = true;
    await expect(registry.readFiles(version)).rejects.toThrow('broke the connection off');
  });

  async function withOne(registry: ModelRegistry, server: PretendMlflow): Promise<ModelVersion> {
    server.outside.addVersion('churn');
    return await versionOf(registry, '1');
  }
});

describe('the files of a version in Vertex AI', () => {
  it('are told by Cloud Storage, which downloads nothing', async () => {
    const { server, registry } = await openVertex();
    server.outside.addVersion('churn', { artifactUri: 'gs://northwind-ml-models/churn/1' });
    server.outside.addVersion('churn', { artifactUri: 'gs://northwind-ml-models/churn/10' });
    const first = await filesOf(registry, '1');
    expect(first).toMatchObject({ count: 2 });
    server.outside.overwriteObject('churn', '2', 'saved_model.pb', 'other weights');
    expect(await filesOf(registry, '1')).toEqual(first);
    server.outside.overwriteObject('churn', '1', 'saved_model.pb', 'other weights');
    expect(await filesOf(registry, '1')).not.toEqual(first);
    expect(server.requests.filter(({ path }) => path.includes('/o/'))).toEqual([]);
  });

  it('cannot be told without the right to list them, and the sentence names it', async () => {
    const { server, registry } = await openVertex();
    server.outside.addVersion('churn', { artifactUri: 'gs://northwind-ml-models/churn/1' });
    server.denied.add('storage.objects.list');
    expect(await filesOf(registry, '1')).toMatchObject({ unknown: expect.stringContaining('storage.objects.list') });
  });

  it('cannot be told where Vertex AI keeps them itself', async () => {
    const { server, registry } = await openVertex();
    server.outside.addVersion('churn');
    expect(await filesOf(registry, '1')).toHaveProperty('unknown');
  });
});

describe('files that are too many or too large', () => {
  it.each([
    [most.files, most.bytes, null],
    [most.files + 1, 1, 'It has more than 10,000 files.'],
    [1, most.bytes + 1, 'Its files are 2.0 GiB; more than 2 GiB are not read.'],
  ])('%i files of %i bytes', (count, bytes, unknown) => {
    expect(tooMuch(count, bytes)?.unknown ?? null).toBe(unknown);
  });
});
