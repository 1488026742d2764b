import { afterEach, describe, expect, it } from 'vitest';
import { connectMlflow } from '#adapters/registries/mlflow/connect.ts';
import { northwind } from '#sandbox/mlflow/seed.ts';
import { type PretendMlflow, type PretendMlflowOptions, startPretendMlflow } from '#sandbox/mlflow/server.ts';

const baseMs = Date.parse('2026-11-24T09:00:00Z');
const clock = () => baseMs;

let server: PretendMlflow;
afterEach(() => server.close());

async function started(options: PretendMlflowOptions = {}) {
  server = await startPretendMlflow({ clock, ...options });
  return connectMlflow({ id: 'mlflow', url: server.url, auth: { kind: 'none' }, timeoutMs: 5000 });
}

describe('the registry of Northwind', () => {
  const candidates: [string, string, string, string, Record<string, number>, Record<string, number>][] = [
    [
      'fraud-scorer',
      '5',
      '7',
      'ana',
      { auc: 0.904, recall: 0.8, p99_latency_ms: 71 },
      { auc: 0.912, recall: 0.81, p99_latency_ms: 84 },
    ],
    [
      'credit-limit',
      '3',
      '4',
      'kim',
      { auc: 0.793, recall: 0.68, calibration_error: 0.024, p99_latency_ms: 42 },
      { auc: 0.806, recall: 0.7, calibration_error: 0.021, p99_latency_ms: 47 },
    ],
    [
      'home-ranker',
      '11',
      '13',
      'rosa',
      { ndcg_at_10: 0.401, p99_latency_ms: 66 },
      { ndcg_at_10: 0.409, p99_latency_ms: 69 },
    ],
    ['churn-early-warning', '2', '3', 'mei', { pr_auc: 0.447 }, { pr_auc: 0.468 }],
  ];

  it.each(candidates)(
    '%s has champion %s and candidate %s, trained by %s',
    async (name, champion, newest, owner, was, is) => {
      const registry = await started({ seed: northwind(baseMs) });
      const model = await registry.getModel(name);
      expect(model).toMatchObject({ latestVersion: newest, aliases: { production: champion } });
      const runOf = async (number: string) => {
        const version = await registry.getVersion(name, number);
        return registry.getRun(version?.runId ?? '', version ?? undefined);
      };
      expect((await runOf(champion))?.metrics).toEqual(was);
      const candidate = await runOf(newest);
      expect(candidate).toMatchObject({ owner, status: 'finished', metrics: is });
      expect(candidate?.tags['mlflow.source.git.commit']).toMatch(/^[0-9a-f]{40}$/);
      expect(Object.keys(candidate?.params ?? {})).not.toEqual([]);
    },
  );

  it('measures the fraud model per region', async () => {
    const registry = await started({ seed: northwind(baseMs) });
    const version = await registry.getVersion('fraud-scorer', '7');
    const run = await registry.getRun(version?.runId ?? '', version ?? undefined);
    expect(run?.datasets?.map(({ name, metrics }) => [name, metrics['recall']])).toEqual([
      ['region=EU', 0.81],
      ['region=UK', 0.8],
      ['region=US', 0.82],
    ]);
  });

  it('lists what other teams keep too, each described, none dated after the base instant', async () => {
    const registry = await started({ seed: northwind(baseMs) });
    const { items } = await registry.searchModels({});
    expect(items.length).toBeGreaterThanOrEqual(12);
    for (const model of items) {
      expect(model.description).toMatch(/\.$/);
      expect(model.tags['team']).toBeTruthy();
      const versions = (await registry.listVersions(model.name)).items;
      const times = versions.map((version) => Date.parse(version.createdAt ?? ''));
      expect(times.every((ms) => ms <= baseMs)).toBe(true);
      expect(times).toEqual([...times].sort((a, b) => b - a));
      expect(versions.every((version) => version.description !== '')).toBe(true);
    }
  });

  it('is the same each time, ids included', async () => {
    await started({ seed: northwind(baseMs) });
    const again = await startPretendMlflow({ clock, seed: northwind(baseMs) });
    expect(again.snapshot()).toEqual(server.snapshot());
    await again.close();
  });

  it('works as an older MLflow too', async () => {
    const registry = await started({ seed: northwind(baseMs), version: '2.22.1' });
    const version = await registry.getVersion('fraud-scorer', '7');
    expect(version?.source).toMatch(/^file:/);
    expect((await registry.getRun(version?.runId ?? ''))?.metrics['auc']).toBe(0.912);
  });
});

describe('the state of the pretend server', () => {
  it('goes through JSON and comes back', async () => {
    const registry = await started({ seed: northwind(baseMs) });
    const kept = JSON.stringify(server.snapshot());
    await registry.setAlias('fraud-scorer', 'production', '7');
    server.outside.deleteVersion('fraud-scorer', '6');
    server.restore(JSON.parse(kept));
    expect(await registry.getAlias('fraud-scorer', 'production')).toBe('5');
    expect(JSON.stringify(server.snapshot())).toBe(kept);
  });

  it('is not touched through a snapshot, nor through a model that was looked at', async () => {
    await started({ seed: northwind(baseMs) });
    const before = JSON.stringify(server.snapshot());
    const row = server.outside.model('fraud-scorer');
    if (row !== null) row.versions = [];
    (server.snapshot().models as unknown[]).pop();
    expect(JSON.stringify(server.snapshot())).toBe(before);
  });

  it('changes past Countersign as people would change it', async () => {
    const registry = await started({ seed: northwind(baseMs) });
    const { outside } = server;
    expect(outside.addVersion('fraud-scorer', { user: 'ben', metrics: { auc: Number.NaN } })).toBe('8');
    outside.moveAlias('fraud-scorer', 'production', '8');
    outside.removeAlias('fraud-scorer', 'challenger');
    outside.moveToStage('fraud-scorer', '8', 'Production');
    outside.deleteVersion('fraud-scorer', '8');
    expect((await registry.getModel('fraud-scorer'))?.aliases).toEqual({ production: '8' });
    expect(outside.addVersion('fraud-scorer')).toBe('9');
    expect(outside.addVersion('fraud-scorer')).toBe('10');
    expect(() => outside.moveAlias('fraud-scorer', 'production', '99')).toThrow('not found');
    expect(() => outside.addModel('fraud-scorer')).toThrow('already exists');
  });

  it('logs every request with its status, 0 for one that was reset', async () => {
    const registry = await started({ seed: northwind(baseMs) });
    await registry.getModel('fraud-scorer');
    await registry.getModel('absent');
    server.faults.set('down', { times: 1 });
    await registry.getModel('fraud-scorer').catch(() => null);
    expect(server.requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /api/2.0/mlflow/registered-models/get?name=fraud-scorer 200',
      'GET /api/2.0/mlflow/registered-models/get?name=absent 404',
      'GET /api/2.0/mlflow/registered-models/get?name=fraud-scorer 0',
    ]);
  });

  it('shows a page to whoever follows a link, with names made harmless', async () => {
    await started({ seed: northwind(baseMs) });
    server.outside.addModel('<script>');
    const page = await (await fetch(`${server.url}/`)).text();
    expect(page).toContain('fraud-scorer<td>production → v5, challenger → v7');
    expect(page).not.toContain('<script>');
  });
});

describe('faults', () => {
  it('end by themselves after so many requests, and touch only reads or only writes', async () => {
    const registry = await started({ seed: northwind(baseMs) });
    server.faults.set('error-500', { times: 2, on: 'writes' });
    await registry.getModel('fraud-scorer');
    for (let i = 0; i < 2; i += 1) {
      await expect(registry.setAlias('fraud-scorer', 'production', '7')).rejects.toMatchObject({ status: 500 });
    }
    await registry.setAlias('fraud-scorer', 'production', '7');
    expect(server.faults.active().size).toBe(0);
  });

  it('stale reads hide the last writes, or those of the last milliseconds, and nothing older', async () => {
    let now = baseMs;
    const registry = await started({ seed: northwind(baseMs), clock: () => now });
    const alias = () => registry.getAlias('fraud-scorer', 'production');
    await registry.setAlias('fraud-scorer', 'production', '4');
    server.faults.set('stale-reads', { writes: 2 });
    expect(await alias()).toBe('4');
    for (const version of ['1', '2', '3']) {
      now += 1000;
      server.outside.moveAlias('fraud-scorer', 'production', version);
    }
    expect(await alias()).toBe('1');
    server.faults.clear();
    expect(await alias()).toBe('3');
    server.faults.set('stale-reads', { ms: 1500 });
    server.outside.moveAlias('fraud-scorer', 'production', '5');
    expect(await alias()).toBe('3');
    now += 1500;
    expect(await alias()).toBe('5');
  });
});
