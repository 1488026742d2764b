import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DrillReport } from '#domain/drift.ts';
import { UpstreamError } from '#errors.ts';
import { presentMissedDrill } from '#operations/drills/present-missed-drill.ts';
import { runDrill } from '#operations/drills/run-drill.ts';
import { startDrill } from '#operations/drills/start-drill.ts';
import { sweepDrills } from '#operations/drills/sweep-drills.ts';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import type { Setting } from '#operations/setting.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';
import { playbooksFolder } from '../support/playbooks-folder.ts';

const day = 86_400_000;
const of = { registry: 'mlflow', modelName: 'fraud-scorer' };
let database: FreshDatabase;
let nowMs: number;
let jobs: string[];
let sent: { connection: string; report: DrillReport }[];
let setting: Setting;
beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  nowMs = Date.parse('2026-11-28T12:00:00Z');
  jobs = [];
  sent = [];
  const folder = await playbooksFolder();
  await folder.edit('drift.yaml', '  - id: input-drift\n', '  - id: input-drift\n    drill_every: 30d\n');
  const set = await readPlaybooks(folder.path);
  await folder.remove();
  let ids = 0;
  const part = {
    workspaceId: 'T1',
    db: database.db,
    now: () => new Date(nowMs).toISOString(),
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    playbooks: () => ({ set, number: 1, digest: 'd' }),
    sendJob: async (_: unknown, name: string) => void jobs.push(name),
    drift: { hooks: new Set(['monitor']), drillable: () => null, monitors: new Map() },
  };
  setting = part as unknown as Setting;
});
afterEach(() => database.close());

const rows = async (query: ReturnType<typeof sql>) => (await database.db.execute(query)).rows;
const drills = () => rows(sql`select id, state, took_ms, started_by, rules from drift_drills order by started_at, id`);
const missedPosts = () =>
  rows(sql`select channel, wanted_revision from messages where view ->> 'view' = 'drill-missed'`);
const run = async () => {
  for (const { id } of await drills()) {
    const send = async (connection: string, reports: readonly DrillReport[]) =>
      void sent.push(...reports.map((report) => ({ connection, report })));
    await runDrill(setting, send, String(id));
  }
};

describe('a drill', () => {
  it('reports what raises each alert once, and counts as missed after ten minutes without them', async () => {
    const started = await startDrill(setting, of, { by: 'U1' });
    expect(started).toEqual({
      model: 'fraud/scorer',
      rules: ['input-drift', 'score-drift'],
      connections: ['monitor'],
    });
    await expect(startDrill(setting, of, { by: 'U2' })).rejects.toThrow('A drill of fraud/scorer is under way');
    await run();
    await run();
    expect(sent.map(({ report }) => report.readings.map(({ signal }) => signal))).toEqual([
      ['psi'],
      ['psi'],
      ['js_divergence'],
      ['js_divergence'],
    ]);
    expect(new Set(sent.map(({ report }) => report.id)).size).toBe(4);
    nowMs += 600_000 - 1;
    await run();
    expect(await drills()).toMatchObject([{ state: 'running' }]);
    nowMs += 1;
    await run();
    expect(await drills()).toMatchObject([{ state: 'missed', took_ms: null, started_by: 'U1' }]);
    expect(sent.slice(4).map(({ report }) => report.readings.map(({ value }) => value))).toEqual([[null], [null]]);
    const ledger = await rows(sql`select event, convert_from(entry, 'UTF8') as entry from ledger`);
    expect(ledger).toMatchObject([{ event: 'alert_drilled', entry: expect.stringContaining('"outcome":"missed"') }]);
    await run();
    expect(sent).toHaveLength(6);
    // Whoever hears of drift is told once.
    expect(await missedPosts()).toEqual([{ channel: '#ml-alerts', wanted_revision: 1 }]);
    const [drill] = await drills();
    const id = String(drill?.['id']);
    expect(await presentMissedDrill(setting, id)).toMatchObject({
      model: 'fraud-scorer',
      rules: [
        { rule: 'input-drift', posted: false },
        { rule: 'score-drift', posted: false },
      ],
      ways: [{ connection: 'monitor', became: { is: 'not_taken' } }],
      owner: { name: 'ana' },
      startedBy: 'somebody',
    });
    const ways = async () => (await presentMissedDrill(setting, id)).ways.map(({ became }) => became);
    const hook = (name: string) =>
      sql`insert into hook_events (source, external_id, body_hash) values ('T1:monitor', ${`drill-${id}-${name}`}, 'h')`;
    await rows(hook('a'));
    expect(await ways()).toEqual([{ is: 'not_read' }]);
    await rows(sql`update hook_events set state = 'accepted'`);
    expect(await ways()).toEqual([{ is: 'read' }]);
    await rows(hook('b'));
    await rows(sql`update hook_events set state = 'unknown_model', because = 'No model.' where external_id like '%-b'`);
    expect(await ways()).toEqual([{ is: 'refused', because: 'No model.' }]);
  });

  it('is not sent where there is nothing to raise, or no hook to go through', async () => {
    const stranger = startDrill(setting, { ...of, modelName: 'stranger' }, { by: null });
    await expect(stranger).rejects.toThrow('No playbook sets an alert on mlflow/stranger');
    const deaf = { ...setting, drift: { ...setting.drift, hooks: new Set<string>() } };
    await expect(startDrill(deaf, of, { by: null })).rejects.toThrow('Add a connection of kind `drift-events`');
    expect(await drills()).toEqual([]);
  });

  it('goes only through hooks that what an alert looks at is sent through', async () => {
    const watching = { watching: async (model: string) => (model === 'fraud-scorer' ? deployed : null) };
    const deployed = { monitoringJob: 'projects/p/locations/l/modelDeploymentMonitoringJobs/1', deployedModelId: '2' };
    const through = (drillable: readonly string[], monitor: object = watching) =>
      ({
        ...setting,
        drift: { hooks: new Set(['monitor']), drillable: () => drillable, monitors: new Map([['monitor', monitor]]) },
      }) as unknown as Setting;
    const none = startDrill(through(['feature_skew']), of, { by: null });
    await expect(none).rejects.toThrow('is not sent through monitor, so no drill can be either. Lower a threshold');
    const unwatched = startDrill(through(['psi'], { watching: async () => null }), of, { by: null });
    await expect(unwatched).rejects.toThrow('is not sent through monitor');
    expect(await drills()).toEqual([]);
    expect(await startDrill(through(['psi']), of, { by: null })).toMatchObject({ rules: ['input-drift'] });
    const unasked = {
      watching: async () => Promise.reject(new UpstreamError('Vertex', 'No answer.', { retryable: true })),
    };
    await rows(sql`update drift_drills set state = 'missed', started_at = '2020-01-01'`);
    await rows(
      sql`insert into drift_models (workspace_id, registry, model_name, urgency) values ('T1', 'mlflow', 'fraud-scorer', 3)`,
    );
    await sweepDrills(through(['psi'], unasked));
    expect(await drills()).toHaveLength(1);
  });

  it('counts as caught only if every hook took what went through it', async () => {
    await startDrill(setting, of, { by: null });
    await run();
    const [drill] = await drills();
    await rows(sql`insert into drift_groups (id, workspace_id, registry, model_name, version, playbook, rule, feature, drill, memory, judged_until)
      values ('00000000-0000-4000-9000-000000000001', 'T1', 'mlflow', 'fraud-scorer', '5', 'p', 'r', '', true, '{}', now())`);
    for (const [number, { playbook, rule }] of (
      (drill?.['rules'] ?? []) as { playbook: string; rule: string }[]
    ).entries()) {
      await rows(sql`insert into drift_alerts (id, workspace_id, number, group_id, kind, registry, model_name, model, playbook, playbook_name, rule, drill, channel, because, opened_at, cleared_at, noticed_at, told_at)
        values (gen_random_uuid(), 'T1', ${number + 1}, '00000000-0000-4000-9000-000000000001', 'drift', 'mlflow', 'fraud-scorer', 'fraud/scorer', ${playbook}, 'p', ${rule}, true, '#x', 'b', now(), now(), now(), ${new Date(nowMs).toISOString()})`);
    }
    await run();
    expect(await drills()).toMatchObject([{ state: 'running' }]);
    await rows(
      sql`insert into hook_events (source, external_id, body_hash, state) values ('T1:monitor', ${`drill-${String(drill?.['id'])}-x`}, 'h', 'accepted')`,
    );
    await run();
    expect(await drills()).toMatchObject([{ state: 'caught' }]);
    expect(await missedPosts()).toEqual([]);
  });

  it('is sent by itself as often as a playbook says, of that alert alone, unless something real is the matter', async () => {
    await sweepDrills(setting);
    expect(await drills()).toEqual([]);
    await rows(
      sql`insert into drift_models (workspace_id, registry, model_name, urgency) values ('T1', 'mlflow', 'fraud-scorer', 3)`,
    );
    await sweepDrills(setting);
    expect(await drills()).toMatchObject([{ started_by: null, rules: [{ rule: 'input-drift' }] }]);
    nowMs += 600_000;
    await run();
    await run();
    expect(await drills()).toMatchObject([{ state: 'missed' }]);
    nowMs += 29 * day;
    await sweepDrills(setting);
    expect(await drills()).toHaveLength(1);
    nowMs += day;
    await rows(sql`insert into drift_groups (id, workspace_id, registry, model_name, version, playbook, rule, feature, drill, memory, judged_until)
      values ('00000000-0000-4000-9000-000000000001', 'T1', 'mlflow', 'fraud-scorer', '5', 'p', 'r', '', false, '{}', now())`);
    await rows(sql`insert into drift_alerts (id, workspace_id, number, group_id, kind, registry, model_name, model, playbook, playbook_name, rule, drill, channel, because, opened_at, noticed_at)
      values ('00000000-0000-4000-9000-000000000002', 'T1', 1, '00000000-0000-4000-9000-000000000001', 'drift', 'mlflow', 'fraud-scorer', 'fraud/scorer', 'p', 'p', 'r', false, '#x', 'b', now(), now())`);
    await sweepDrills(setting);
    expect(await drills()).toHaveLength(1);
    await rows(sql`update drift_alerts set cleared_at = now()`);
    await sweepDrills(setting);
    expect(await drills()).toHaveLength(2);
    expect(jobs.filter((name) => name === 'run-drill').length).toBeGreaterThan(1);
  });
});
