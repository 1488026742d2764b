import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { vertexRoutes } from '#sandbox/vertex/router.ts';
import { northwindVertex } from '#sandbox/vertex/seed.ts';
import { type PretendVertex, type PretendVertexOptions, startPretendVertex } from '#sandbox/vertex/server.ts';
import { endpointsAt, registryAt } from '../adapters/vertex-place.ts';
import { vertexCoverage } from './vertex-coverage.ts';

const baseMs = Date.parse('2026-11-24T09:00:00Z');

let server: PretendVertex;
afterEach(() => server.close());

async function started(options: PretendVertexOptions = {}): Promise<PretendVertex> {
  server = await startPretendVertex({ clock: () => baseMs, ...options });
  return server;
}

async function send(method: string, path: string, body?: object) {
  const base = `${server.url}/v1/projects/northwind-ml/locations/europe-west4`;
  const response = await fetch(`${base}/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  return { status: response.status, body: JSON.parse(await response.text()) as Record<string, unknown> };
}

describe('the Vertex AI of Northwind', () => {
  const models: [string, string, string, string, Record<string, number>, Record<string, number>][] = [
    [
      'similar-items',
      '3',
      '5',
      'rosa',
      { hit_rate_at_10: 0.362, p99_latency_ms: 49 },
      { hit_rate_at_10: 0.374, p99_latency_ms: 51 },
    ],
    ['query-intent', '2', '3', 'kim', { macro_f1: 0.859, accuracy: 0.903 }, { macro_f1: 0.871, accuracy: 0.911 }],
  ];

  it.each(models)(
    '%s has champion %s and candidate %s, trained by %s',
    async (name, champion, newest, owner, was, is) => {
      const registry = registryAt(await started({ seed: northwindVertex(baseMs) }));
      const model = await registry.getModel(name);
      expect(model).toMatchObject({ latestVersion: newest, aliases: { production: champion } });
      expect(model?.description).toMatch(/^[A-Z][a-z]+ [a-z]+\n.*\.$/);
      expect((await registry.getRun(`${name}@${champion}`))?.metrics).toEqual(was);
      const run = await registry.getRun(`${name}@${newest}`);
      expect(run).toMatchObject({ owner, status: 'finished', metrics: is });
      expect(Object.keys(run?.params ?? {})).not.toEqual([]);
      expect(run?.tags['countersign.digest.code']).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(Date.parse(run?.endedAt ?? '')).toBeLessThan(baseMs);
    },
  );

  it('serves similar items from an endpoint, the champion with all traffic', async () => {
    await started({ seed: northwindVertex(baseMs) });
    const [row] = server.snapshot().endpoints;
    const endpoint = await endpointsAt(server).getEndpoint(row?.id ?? '');
    expect(endpoint).toMatchObject({
      title: 'similar-items-online',
      deployed: [{ model: 'similar-items', version: '3' }],
    });
    expect(Object.values(endpoint?.traffic ?? {})).toEqual([100]);
  });

  it('is the same from the same base instant, and can be kept and restored', async () => {
    const first = (await started({ seed: northwindVertex(baseMs) })).snapshot();
    await server.close();
    const again = await started({ seed: northwindVertex(baseMs) });
    expect(again.snapshot()).toEqual(first);
    again.outside.moveAlias('similar-items', 'production', '5');
    expect(again.snapshot()).not.toEqual(first);
    again.restore(JSON.parse(JSON.stringify(first)) as typeof first);
    expect(await registryAt(again).getAlias('similar-items', 'production')).toBe('3');
  });
});

describe('the calls that only other people make', () => {
  it('uploads a model, then another version of it', async () => {
    await started({ operationMs: 1000 });
    const model = { displayName: 'Tide', versionAliases: ['shadow'] };
    const begun = await send('POST', 'models:upload', { modelId: 'tide', model });
    const name = String(begun.body['name']);
    expect(name).toMatch(/^projects\/\d+\/locations\/europe-west4\/models\/tide\/operations\/\d+$/);
    expect((await send('GET', name.slice(name.indexOf('models/')))).body).not.toHaveProperty('done');
    expect((await send('POST', 'models:upload', { modelId: 'tide', model })).body).toMatchObject({
      error: { code: 409 },
    });
    const parentModel = 'projects/northwind-ml/locations/europe-west4/models/tide';
    await send('POST', 'models:upload', { parentModel, model: { displayName: 'Tide', versionAliases: ['shadow'] } });
    expect((await send('GET', 'models/tide@shadow')).body).toMatchObject({ versionId: '2' });
    expect((await send('GET', 'models/tide')).body).toMatchObject({ versionId: '1', versionAliases: ['default'] });
  });

  it('deletes neither what is served nor the default version', async () => {
    await started({ seed: northwindVertex(baseMs) });
    for (const path of [
      'models/similar-items',
      'models/similar-items@3:deleteVersion',
      'models/query-intent@1:deleteVersion',
    ]) {
      expect((await send('DELETE', path)).body).toMatchObject({ error: { status: 'FAILED_PRECONDITION' } });
    }
    const undeployed = await send('POST', 'endpoints/7310977:undeployModel', { deployedModelId: '3107' });
    expect(undeployed.status).toBe(200);
    expect((await send('DELETE', 'models/query-intent')).status).toBe(200);
    expect((await send('GET', 'models/query-intent')).body).toMatchObject({ error: { status: 'NOT_FOUND' } });
  });

  it('takes slices of an evaluation', async () => {
    await started();
    server.outside.addVersion('tide');
    server.outside.evaluate('tide', '1', { metrics: { recall: 0.7 } });
    const evaluation = server.outside.model('tide')?.versions[0]?.evaluations[0]?.id;
    const slice = { sliceSpec: { configs: { region: { value: { stringValue: 'EU' } } } } };
    const modelEvaluationSlices = [{ slice, metrics: { recall: 0.6 } }];
    await send('POST', `models/tide/evaluations/${evaluation}/slices:batchImport`, { modelEvaluationSlices });
    expect((await registryAt(server).getRun('tide@1'))?.datasets).toEqual([
      { name: 'region=EU', digest: null, metrics: { recall: 0.6 } },
    ]);
  });

  it('makes an endpoint, renames it and deletes it', async () => {
    await started();
    const made = await send('POST', 'endpoints?endpointId=tide-online', { displayName: 'Tide' });
    expect(made.body).toMatchObject({ metadata: { '@type': expect.stringContaining('CreateEndpoint') } });
    expect(
      (await send('PATCH', 'endpoints/tide-online?updateMask=displayName', { displayName: 'Tide 2' })).body,
    ).toMatchObject({
      displayName: 'Tide 2',
    });
    expect((await send('DELETE', 'endpoints/tide-online')).status).toBe(200);
    expect((await send('GET', 'endpoints/tide-online')).status).toBe(404);
  });

  it.each([
    ['PATCH', 'endpoints/7310451?updateMask=trafficSplit', { trafficSplit: { '3041': 90 } }, 'INVALID_ARGUMENT'],
    ['PATCH', 'endpoints/7310451?updateMask=trafficSplit', { trafficSplit: { '9': 100 } }, 'INVALID_ARGUMENT'],
    ['PATCH', 'endpoints/7310451?updateMask=trafficSplit', { etag: 'old', trafficSplit: { '3041': 100 } }, 'ABORTED'],
    ['POST', 'endpoints/7310451:undeployModel', { deployedModelId: '1' }, 'NOT_FOUND'],
    ['POST', 'endpoints/7310451:deployModel', { deployedModel: { id: 'x' } }, 'INVALID_ARGUMENT'],
    ['POST', 'endpoints/7310451:deployModel', { deployedModel: { id: '3041' } }, 'ALREADY_EXISTS'],
    ['PATCH', 'models/query-intent@1?updateMask=displayName', { displayName: 'x' }, 'INVALID_ARGUMENT'],
    ['PATCH', 'models/query-intent@1?updateMask=labels', { labels: { Key: 'x' } }, 'INVALID_ARGUMENT'],
    ['POST', 'models/query-intent@1:mergeVersionAliases', { versionAliases: ['a_b'] }, 'INVALID_ARGUMENT'],
    ['POST', 'models/query-intent@1:mergeVersionAliases', { versionAliases: ['-default'] }, 'INVALID_ARGUMENT'],
    ['GET', 'models/query-intent@production:x', undefined, 'HTML'],
  ])('refuses %s %s %j as %s', async (method, path, body, status) => {
    await started({ seed: northwindVertex(baseMs) });
    if (status === 'HTML') await expect(send(method, path)).rejects.toThrow('not valid JSON');
    else expect((await send(method, path, body)).body).toMatchObject({ error: { status } });
  });
});

describe('the coverage table', () => {
  it('has a line for every call that is answered, and for no other', async () => {
    await started();
    const routes = vertexRoutes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(Object.keys(vertexCoverage))).toEqual(new Set(routes));
    expect(routes).toHaveLength(Object.keys(vertexCoverage).length);
  });

  it.each(Object.entries(vertexCoverage))('%s is held by a test that exists', async (_, [file, name]) => {
    await started();
    const titles = [...readFileSync(file, 'utf8').matchAll(/(?:it|each\([^]*?\))\(\s*'([^']*)'/g)].map(
      ([, title]) => title,
    );
    expect(titles.filter((title) => title?.startsWith(name)).length, `${file}: ${name}`).toBeGreaterThan(0);
  });
});
