import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { firingAlert } from '../support/drift-scene.ts';
import { type RetrainingScene, retrainingScene } from '../support/retraining-scene.ts';

const alerts = { channel: '#ml-alerts' };

describe('a drift alert', { timeout: 60_000 }, () => {
  let world: RetrainingScene;
  afterEach(() => world.close());

  const opened = async () => {
    world = await retrainingScene();
    await firingAlert(world.scene);
    return world.scene;
  };
  const card = () => world.scene.cards('#ml-alerts').at(-1) ?? '';
  const events = async () => {
    const { rows } = await world.scene.database.db.execute<{ event: string }>(
      sql`select event from ledger where event like 'alert%' order by seq`,
    );
    return rows.map(({ event }) => event);
  };

  it('is acknowledged once: who comes second is told who was first', async () => {
    const scene = await opened();
    expect(card()).toMatch(/^# Drift: fraud-scorer v\d+, 2 of 3 features past their limit/);
    expect(card()).toMatch(/amount +js divergence +0\.41 +at most 0\.3 +/);
    const both = ['ana', 'ben'].map((person) => scene.as(person).presses('Acknowledge', alerts));
    await Promise.all(both);
    const [, first = '', second = ''] = /Acknowledged by (Ana|(Ben))/.exec(card()) ?? [];
    const told = scene.as(second === '' ? 'ben' : 'ana').told('#ml-alerts');
    expect(told).toMatch(new RegExp(`^${first} .*acknowledged D-1 .*, so nothing was recorded`));
    expect(card()).not.toContain('[Acknowledge]');
    expect(await events()).toEqual(['alert_acknowledged']);
  });

  it('is called a false alarm by those who answer for it, and counts against its monitor', async () => {
    const scene = await opened();
    await scene.as('rosa').presses('False alarm…', alerts);
    await scene.as('rosa').submits({ reason: 'looks fine to me, really' });
    expect(scene.as('rosa').modal()).toMatch(/^# .*\nOnly .* can answer D-1\. Ask one of them\./);
    await scene.as('ben').presses('False alarm…', alerts);
    await scene.as('ben').submits({ reason: 'a bank holiday in two countries' });
    expect(card()).toMatch(/^# False alarm: fraud-scorer/);
    expect(card()).not.toContain('[Retrain…]');
    await scene.as('ana').types('/mlops drift fraud-scorer');
    expect(scene.as('ana').told()).toContain('Alerts: 1 alert, 0 of 1 answered were right');
    expect(await events()).toEqual(['alert_false_alarm']);
  });

  it('that nobody decided about shows in the list and in the status of its model', async () => {
    const scene = await opened();
    await scene.as('ana').types('/mlops drift');
    expect(scene.as('ana').told()).toMatch(
      /^# 1 open drift alert, 1 undecided\n✗ D-1 fraud-scorer v\d+: past its limit/,
    );
    await scene.as('ana').types('/mlops status fraud-scorer');
    expect(scene.as('ana').told()).toContain('Drift: 1 drift alert, 1 undecided');
  });

  it('is silent once a colleague and risk agree, until somebody ends that', async () => {
    const scene = await opened();
    await scene.as('ana').presses('Silence…', alerts);
    expect(scene.as('ana').modal()).toContain('At most 1 d; a silence always ends.');
    expect(scene.as('ana').modal()).toMatch(/this needs 1 person of .* and 1 person of Risk/);
    await scene.as('ana').submits({ length: String(4 * 3_600_000), reason: 'new terminals are rolled out' });
    expect(scene.as('ana').modal()).toContain('Silencing D-1 of fraud-scorer is requested as R-1');
    expect(world.card()).toMatch(/^# Silence D-1 of fraud-scorer\?/);
    expect(card()).not.toContain('Silenced until');
    await scene.as('ana').types('/mlops approve R-1');
    expect(scene.as('ana').modal() ?? scene.as('ana').told()).toMatch(/asked for this|requested/i);
    await world.approve('ben');
    expect(card()).not.toContain('Silenced until');
    await world.approve('mei');
    expect(world.card()).toMatch(/^# Silent: D-1 of fraud-scorer\nApproved by Ben .* and Mei/);
    expect(card()).toMatch(/Silenced until .* by Ana Kovač \(R-1\): new terminals are rolled out/);
    await scene.as('ben').presses('End silence', alerts);
    expect(card()).not.toContain('… Silenced until');
    expect(await events()).toEqual(['alert_silenced', 'alert_unsilenced']);
  });

  it('leads to a retraining whose run and promotion say so', async () => {
    const scene = await opened();
    await scene.as('ana').presses('Retrain…', alerts);
    expect(scene.as('ana').modal()).toContain('Retrain `fraud-scorer` because of drift, alert D-1');
    await scene.as('ana').submits();
    expect(scene.as('ana').modal()).toContain('Because of drift, alert D-1');
    await scene.as('ana').submits({ reason: 'country moved for good' });
    expect(card()).toMatch(/▶ Retraining asked for by Ana Kovač, .*: R-1, done · T-1/);
    expect(card()).not.toContain('[Acknowledge]');
    expect(world.run()).toContain('because of drift, alert D-1');
    const { rows } = await scene.database.db.execute(sql`select cause from runs`);
    expect(rows).toEqual([{ cause: { kind: 'alert', id: 'D-1' } }]);
    expect(await events()).toEqual(['alert_answered']);
  });
});
