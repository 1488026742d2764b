import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { type RetrainingScene, retrainingScene } from '../support/retraining-scene.ts';

describe('the end of a run', { timeout: 60_000 }, () => {
  let world: RetrainingScene;
  afterEach(() => world.close());
  const open = async (promoteTo: string | null = null) => {
    world = await retrainingScene({
      edit: async (folder) => {
        if (promoteTo === null) return;
        await folder.edit('retraining.yaml', 'block: {', `after_approval: {promote_to: ${promoteTo}}\nblock: {`);
      },
    });
    await world.ask('ana', 'epochs=20', { 'reason-code': 'new_data', reason: 'October is in' });
    await world.follow();
  };
  const succeed = async (version: string, model = 'fraud-scorer') => {
    world.engine.change({ state: 'succeeded', metrics: { auc: 0.912 }, produced: [{ model, version }] });
    await world.follow();
  };
  const rows = async (query: ReturnType<typeof sql>) => (await world.scene.database.db.execute(query)).rows;

  it('opens the request for what it made where the playbook says so, once, in the name of who asked', async () => {
    await open('production');
    await succeed('7');
    expect(world.run()).toContain(
      'R-2 asks for its promotion to `production`; its card is decided by people as any other.',
    );
    expect(world.run()).not.toContain('[Request promotion…]');
    expect(world.card()).toMatch(/^# Promote fraud-scorer v7 to production\?\nAsked by Ana Kovač/);
    expect(world.card()).toContain('“Retrained as T-1: October is in”');
    expect(world.card()).toContain('made by T-1, because of new data');
    expect(world.scene.as('ana').notes().at(-1)).toContain('R-2 asks for its promotion, in your name.');
    await world.scene.restart();
    for (let n = 0; n < 3; n += 1) await world.follow();
    expect(await rows(sql`select number, action, run_id is not null as linked from requests order by number`)).toEqual([
      { number: 1, action: 'retrain', linked: false },
      { number: 2, action: 'promote', linked: true },
    ]);
    expect(await rows(sql`select count(*)::int as n from ledger where event = 'run_proposed'`)).toEqual([{ n: 1 }]);
    await world.scene.as('ana').types('/mlops approve R-2');
    expect(world.scene.as('ana').modal() ?? '').not.toContain('[Approve]');
  });

  it('opens none while another request is about the alias, and says which', async () => {
    await open('production');
    await world.scene.as('ben').types('/mlops promote fraud-scorer 6 to production because it is better');
    await succeed('7');
    expect(world.run()).toContain('R-2 is about production already, so no promotion was asked for.');
    expect(world.run()).toContain('[Request promotion…]');
    expect(await rows(sql`select state from requests where number = 2`)).toEqual([{ state: 'open' }]);
  });

  it('says when no playbook lets it be promoted there', async () => {
    await open('canary');
    await succeed('7');
    expect(world.run()).toMatch(/… No playbook governs/);
    expect(await rows(sql`select count(*)::int as n from requests`)).toEqual([{ n: 1 }]);
  });

  it('without a version shows its own metrics beside those of the champion', async () => {
    await open();
    world.engine.change({ state: 'succeeded', metrics: { auc: 0.93, loss: 0.2 } });
    await world.follow();
    expect(world.run()).toContain('It does not say which version it registered, if any.');
    expect(world.run()).toContain('Metrics: beside v5, production');
    expect(world.run()).toMatch(/auc\s+0\.93\s+0\.904\s+\+0\.026/);
    expect(world.run()).not.toContain('[Request promotion…]');
  });

  it('with a version that the registry does not have says so', async () => {
    await open('production');
    await succeed('99');
    expect(world.run()).toContain('It reports v99, which MLflow does not have.');
  });

  it('waits for a registry that does not answer, then shows what was made', async () => {
    await open();
    world.scene.mlflow.faults.set('down');
    await succeed('7');
    expect(world.run()).toContain('What it made is being read from MLflow.');
    world.scene.mlflow.faults.clear();
    await world.follow();
    expect(world.run()).toMatch(/^# Retrained: fraud-scorer v7/);
  });

  it('is brought about by whoever asked for it, after they confirmed, and is on the record', async () => {
    await open();
    const { scene, engine } = world;
    await scene.as('ana').presses('Cancel run…');
    expect(scene.as('ana').modal()).toMatch(
      /^# Cancel T-1\?\nT-1, retraining fraud-scorer, ends in Kubeflow Pipelines/,
    );
    await scene.as('ana').submits();
    expect(scene.as('ana').modal()).toContain('Kubeflow Pipelines is asked to end T-1.');
    expect(world.run()).toContain('… Being cancelled by Ana Kovač; Kubeflow Pipelines ends its steps');
    expect(world.run()).not.toContain('[Cancel run…]');
    engine.change({ state: 'cancelled' });
    await world.follow();
    expect(world.run()).toMatch(/^# Cancelled: retraining fraud-scorer\n✗ Cancelled by Ana Kovač after/);
    const events = await rows(sql`select event from ledger where event like 'run_%' order by seq`);
    expect(events.map(({ event }) => event)).toEqual(['run_started', 'run_cancel_asked', 'run_ended']);
    await scene.as('ana').types('/mlops cancel T-1');
    expect(scene.as('ana').told()).toContain('T-1 has ended, so there is nothing to cancel.');
  });

  it('may be brought about by the roles that may block, and by nobody else', async () => {
    await open();
    const { scene, engine } = world;
    await scene.as('mei').types('/mlops cancel T-1');
    expect(scene.as('mei').told()).toMatch(
      /Only whoever asked for T-1, .* who owns the model, or somebody of .*ML platform.* can cancel it/,
    );
    await scene.as('mei').types('/mlops cancel T-9');
    expect(scene.as('mei').told()).toContain('There is no run T-9.');
    await scene.as('fin').types('/mlops cancel t1');
    await scene.as('fin').submits();
    expect([...engine.runs.values()][0]?.state).toBe('cancelling');
  });

  it('is not brought about by an engine that refuses, which the message says', async () => {
    await open();
    world.engine.fault('cancel', 'forbidden');
    await world.scene.as('ana').presses('Cancel run…');
    await world.scene.as('ana').submits();
    expect(world.run()).toContain('✗ It was not cancelled: Kubeflow Pipelines refused');
    await world.scene.as('ana').presses('Cancel run…');
    await world.scene.as('ana').submits();
    expect(world.run()).toContain('Being cancelled by Ana Kovač');
  });

  it('comes before the beginning where a run is cancelled while it is being started', async () => {
    world = await retrainingScene();
    const { engine, scene } = world;
    engine.before('start', async () => {
      await scene.slack.act.command({ as: 'ana', channel: '#ml-approvals', command: '/mlops', text: 'cancel T-1' });
      await expect.poll(() => scene.as('ana').modal(), { timeout: 5_000 }).toContain('Cancel T-1?');
      const modal = scene.slack.see.modal('ana');
      await scene.slack.act.submit({ as: 'ana', viewId: modal?.viewId ?? '', values: {} });
      await expect.poll(() => scene.as('ana').modal(), { timeout: 5_000 }).toContain('not started any more');
    });
    engine.fault('start', 'down');
    await world.ask('ana');
    expect(engine.runs.size).toBe(0);
    expect(world.card()).toContain('It was cancelled before it was started.');
    expect(world.card()).not.toContain('[Try again]');
  });

  it('is told in lists that fit a message, page by page', async () => {
    await open();
    const { scene, engine } = world;
    for (let n = 2; n <= 12; n += 1) {
      engine.change({ state: 'failed', failure: { step: 'train', message: 'no data' } });
      await world.follow();
      await world.ask('ana');
      await world.follow();
    }
    await scene.as('tom').types('/mlops runs fraud-scorer');
    const first = scene.as('tom').told();
    expect(first).toMatch(/^# 12 runs of fraud-scorer\nT-12 fraud-scorer: queued/);
    expect(first).toContain('› 2 more');
    await scene.as('tom').presses('Show more');
    expect(scene.as('tom').told()).toContain('T-1 fraud-scorer: failed');
    await scene.as('tom').types('/mlops runs credit-limit');
    expect(scene.as('tom').told()).toContain('credit-limit` was not retrained from here yet');
  });

  it('of a run whose cost was billed makes the next estimate', async () => {
    world = await retrainingScene({ estimate: 'as_served' });
    await world.ask('ana');
    await world.approve('ben');
    await world.approve('fin');
    await world.follow();
    world.engine.change({ state: 'succeeded' });
    await world.follow();
    await world.scene.database.db.execute(sql`update runs set billed = 12.345, currency = 'EUR'`);
    await world.scene.advance(4 * 86_400_000);
    await world.scene.as('ana').types('/mlops retrain fraud-scorer epochs=30');
    expect(world.scene.as('ana').modal()).toMatch(
      /Cost: about €12\. Billed cost of one run of this version, which ended on \d+ Nov 2036/,
    );
  });
});
