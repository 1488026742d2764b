import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Secret } from '../../src/secret.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene, type SceneOptions } from '../support/scene.ts';

const minutes = 60_000;
let scene: Scene;
let folder: PlaybooksFolder;
afterEach(async () => {
  await scene.close();
  await folder.remove();
});

const connections = `  - {id: alerting, kind: cloud-monitoring}
  - {id: vertex-monitoring, kind: vertex-monitoring, project: northwind-ml, location: europe-west4}
  - {id: kubeflow,`;
const skewAlert = `  - id: skewed
    when: {drift: {feature_skew: {op: ">", value: 0.3, for: 1h}}}
    clear_when: {drift: {feature_skew: {op: "<", value: 0.2}}}
    offers: [silence]
  - id: input-drift
`;

/** Northwind, with its models watched by Google: fraud by Cloud Monitoring, similar items at their endpoint. */
async function opened(options: Partial<SceneOptions> = {}): Promise<void> {
  folder = await playbooksFolder();
  await folder.edit('org.yaml', '  - {id: kubeflow,', connections);
  await folder.edit('drift.yaml', '  - id: input-drift\n', skewAlert);
  await folder.edit(
    'models.yaml',
    '    labels: {team: fraud, model: fraud-scorer}',
    '    labels: {team: fraud, model: fraud-scorer}\n    monitors: [{connection: alerting, signals: [psi]}]',
  );
  await folder.edit(
    'models.yaml',
    '    labels: {team: recs, model: similar-items}',
    '    labels: {team: recs, model: similar-items}\n    monitors: [{connection: vertex-monitoring, signals: [feature_skew]}]',
  );
  scene = await openScene({ playbooks: folder.path, ...options });
  await scene.app.tick();
  await scene.settled();
}

const rows = async (query: ReturnType<typeof sql>) => (await scene.database.db.execute(query)).rows;
const alarms = () => scene.channel('#ml-alerts').filter((text) => !text.includes('playbooks'));
/** What became of everything that came through a hook, but for how much of it was past a limit. */
const became = async (connection: string) =>
  new Set(
    (await rows(sql`select state, because from hook_events where source like ${`%:${connection}`}`)).map(
      ({ state, because }) => `${String(state)}: ${String(because).split(',')[0]}`,
    ),
  );
const ended = async () =>
  await vi.waitFor(
    async () => {
      await scene.advance(minutes);
      expect(await rows(sql`select number from drift_alerts where cleared_at is null`)).toEqual([]);
    },
    { timeout: 30_000, interval: 250 },
  );

describe('a drill through what Google sends', { timeout: 90_000 }, () => {
  it('goes as incidents of Cloud Monitoring through the password of its webhook', async () => {
    await opened({ secrets: { username: 'monitoring', password: new Secret('correct horse') } });
    await scene.as('ana').types('/mlops drift test fraud-scorer');
    expect(scene.as('ana').told()).toContain('on its way through alerting. It should raise 3 alerts');
    await ended();
    expect(await became('alerting')).toEqual(new Set(['accepted: Taken as a drill for fraud-scorer v5: 1 value']));
    expect(await rows(sql`select state, connections from drift_drills`)).toEqual([
      { state: 'caught', connections: ['alerting'] },
    ]);
    expect(alarms().filter((text) => text.startsWith('# Drill, no real drift.'))).toHaveLength(3);
  });

  it('goes as entries of the log of endpoints, of the deployed version that is watched', async () => {
    const pushed = { pushAudience: 'https://countersign.example', pushAccount: 'push@northwind.example' };
    await opened({ secrets: pushed });
    const asked = scene.as('rosa');
    await asked.types('/mlops drift test similar-items');
    expect(asked.told()).toContain(
      'What the alerts of recs/similar-items look at is not sent through vertex-monitoring',
    );
    scene.vertex.outside.addEndpointMonitor('7310451');
    await asked.types('/mlops drift test similar-items');
    // The other alerts look at what monitoring of endpoints does not measure.
    expect(asked.told()).toContain('on its way through vertex-monitoring. It should raise 1 alert: skewed');
    await ended();
    expect(await became('vertex-monitoring')).toEqual(
      new Set(['accepted: Taken as a drill for similar-items v3: 1 value']),
    );
    expect(await rows(sql`select state from drift_drills`)).toEqual([{ state: 'caught' }]);
    expect(await rows(sql`select rule, version, kind, drill from drift_alerts`)).toEqual([
      { rule: 'skewed', version: '3', kind: 'drift', drill: true },
    ]);
  });

  it('is missed, and told, where nobody would believe the source', async () => {
    await opened();
    await scene.as('ana').types('/mlops drift test fraud-scorer');
    await scene.advance(11 * minutes);
    await vi.waitFor(
      async () => {
        await scene.advance(minutes);
        expect(await rows(sql`select state from drift_drills`)).toEqual([{ state: 'missed' }]);
      },
      { timeout: 30_000, interval: 250 },
    );
    expect(alarms()).toHaveLength(1);
    expect(alarms()[0]).toMatch(/^# Drill missed: fraud-scorer, 3 of 3 alerts not posted\n▶ @U0ANA0001: a real drift/);
    expect(alarms()[0]).toContain('✗ alerting did not believe its reports');
  });
});
