import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { addMonitor, minutes, tellDrift } from '../support/drift-source.ts';
import type { PlaybooksFolder } from '../support/playbooks-folder.ts';
import { type RetrainingScene, retrainingScene } from '../support/retraining-scene.ts';

const alerts = { channel: '#ml-alerts' };

/** A playbook that sets an alert and says nothing of silences. */
const onlyAlerts = `playbook: 1
name: Alerts alone
owner: risk
applies_to: {action: retire, registry: mlflow, models: ["fraud/*"]}
alerts:
  - id: score-drift
    when: {drift: {js_divergence: {op: ">", value: 0.3, for: 2h}}}
    clear_when: {drift: {js_divergence: {op: "<", value: 0.2, for: 6h}}}
    to: fraud-ml
    offers: [silence]
rules:
  - name: A colleague agrees
    needs: {people: {from: fraud-ml}}
`;

describe('drift that a monitor reports', { timeout: 90_000 }, () => {
  let world: RetrainingScene;
  afterEach(() => world.close());

  const open = async (edit: (folder: PlaybooksFolder) => Promise<void> = async () => {}) => {
    world = await retrainingScene({
      edit: async (folder) => {
        await addMonitor(folder);
        await edit(folder);
      },
    });
    await world.scene.settled();
    return world.scene;
  };
  const drifts = async (at = 0) => {
    await tellDrift(world.scene, { id: `${at}-a`, at: at - 150 });
    expect(await tellDrift(world.scene, { id: `${at}-b`, at })).toBe(202);
  };
  const card = () => world.scene.channel('#ml-alerts').findLast((text) => text.includes('D-1')) ?? '';
  const rows = async (query: ReturnType<typeof sql>) => (await world.scene.database.db.execute(query)).rows;

  it('leads to a retraining, and what that makes to production, all on the record', async () => {
    const scene = await open((folder) =>
      folder.edit('retraining.yaml', 'block: {', 'after_approval: {promote_to: production}\nblock: {'),
    );
    await drifts();
    expect(card()).toMatch(/^# Drift: fraud-scorer v5, 1 of 1 feature past its limit/);
    expect(card()).toContain('evidently/0.7.21');
    await scene.as('ana').presses('Retrain…', alerts);
    await scene.as('ana').submits();
    await scene.as('ana').submits({ reason: 'amounts moved for good' });
    expect(card()).toMatch(/▶ Retraining asked for by Ana Kovač, .*: R-1, .* · T-1/);
    await world.follow();
    world.engine.change({ state: 'running' });
    await world.follow();
    expect(card()).toMatch(/T-1, running/);
    world.engine.change({
      state: 'succeeded',
      metrics: { auc: 0.912 },
      produced: [{ model: 'fraud-scorer', version: '7' }],
    });
    await world.follow();
    expect(card()).toMatch(/T-1, succeeded · promotion R-2, /);
    for (const person of ['ben', 'mei', 'tom']) await world.approve(person, 'R-2');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(card()).toMatch(/T-1, succeeded · promotion R-2, done/);
    expect(await rows(sql`select decision, decided_by from drift_alerts`)).toEqual([
      { decision: 'retrain', decided_by: 'ana' },
    ]);
    const events = await rows(
      sql`select event from ledger where event like 'alert_%' or event like 'run_%' order by seq`,
    );
    expect(events.map(({ event }) => event)).toEqual([
      'alert_opened',
      'alert_answered',
      'run_started',
      'run_ended',
      'run_proposed',
    ]);
    await scene.as('ana').types('/mlops status fraud-scorer');
    expect(scene.as('ana').told()).not.toContain('undecided');
  });

  it('takes the version back that it came with, at the word of those who must agree', async () => {
    const scene = await open();
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    for (const person of ['ben', 'mei', 'tom']) await world.approve(person, 'R-1');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    await scene.advance(180 * minutes);
    await drifts(180);
    expect(card()).toMatch(/^# Drift: fraud-scorer v7/);
    expect(card()).toContain('Roll back to v5');
    await scene.as('ben').presses('Roll back…', alerts);
    await scene.as('ben').submits({ reason: 'the scores moved after the release' });
    expect(card()).toMatch(/▶ Roll back to v5 asked for by Ben .*: R-2, /);
    for (const person of ['ben', 'mei']) await world.approve(person, 'R-2');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    expect(card()).toMatch(/▶ Roll back to v5 asked for by Ben .*: R-2, done/);
    expect(await rows(sql`select decision, decided_by from drift_alerts`)).toEqual([
      { decision: 'rollback', decided_by: 'ben' },
    ]);
  });

  it('is silent at once where no playbook governs that, and tells the role that it names', async () => {
    const scene = await open((folder) => folder.write('drift.yaml', onlyAlerts));
    await drifts();
    expect(card()).toMatch(/▶ Fraud ML, @U0ANA0001 or @U0BEN0002/);
    await scene.as('ana').presses('Silence…', alerts);
    expect(scene.as('ana').modal()).not.toContain('only once others agree');
    await scene.as('ana').submits({ length: String(4 * 3_600_000), reason: 'new terminals are rolled out' });
    expect(card()).toMatch(/Silenced until .* by Ana Kovač: new terminals are rolled out/);
    expect(await rows(sql`select count(*)::int as n from requests`)).toEqual([{ n: 0 }]);
    expect(await rows(sql`select event from ledger where event like 'alert_%' order by seq`)).toEqual([
      { event: 'alert_opened' },
      { event: 'alert_silenced' },
    ]);
  });
});
