import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { step, trainer } from '../support/memory-runner.ts';
import { type RetrainingScene, retrainingScene } from '../support/retraining-scene.ts';

describe('an engine that fails', { timeout: 60_000 }, () => {
  let world: RetrainingScene;
  beforeEach(async () => {
    world = await retrainingScene();
  });
  afterEach(() => world.close());
  const calls = (method: string) => world.engine.calls.filter((call) => call.startsWith(`${method} `)).length;
  const rows = async (query: ReturnType<typeof sql>) => (await world.scene.database.db.execute(query)).rows;

  it('when it loses the answer of a start, is asked what it has before it is asked again', async () => {
    const { engine } = world;
    engine.fault('start', 'lost');
    await world.ask('ana');
    expect(engine.runs.size).toBe(1);
    expect(calls('start')).toBe(1);
    expect(world.card()).toMatch(/^# Started: T-1 retrains fraud-scorer/);
    expect(await rows(sql`select state, engine_id from runs`)).toEqual([{ state: 'queued', engine_id: 'run-1' }]);
  });

  it('when it refuses every look after a lost answer, is not taken at that: the run may be there', async () => {
    const { engine } = world;
    engine.fault('start', 'lost');
    let looks = 0;
    engine.before('findRun', () => {
      looks += 1;
      if (looks === 2 || looks === 3) engine.fault('findRun', 'forbidden');
    });
    await world.ask('ana');
    expect(looks).toBe(4);
    expect(engine.runs.size).toBe(1);
    expect(world.card()).toMatch(/^# Started: T-1/);
  });

  it('when it is down, or has had too many requests, is asked again and the card says when', async () => {
    const { engine } = world;
    const shown: string[] = [];
    let tries = 0;
    const said = () => /^# Not started yet: .*/.exec(world.card())?.[0] ?? '';
    // The card is edited beside the tries: the next one waits until it says what came of the last.
    engine.before('start', async () => {
      tries += 1;
      if (tries === 1) return;
      for (let looks = 0; looks < 200 && (said() === '' || said() === shown.at(-1)); looks += 1) {
        await new Promise((done) => setTimeout(done, 25));
      }
      shown.push(said());
      expect(world.card()).toContain('Nothing was started.');
    });
    engine.fault('start', 'down', { retryAfterMs: 700 });
    await world.ask('ana');
    expect(shown).toEqual([
      '# Not started yet: Kubeflow Pipelines did not answer',
      '# Not started yet: Kubeflow Pipelines has had too many requests',
    ]);
    expect(engine.runs.size).toBe(1);
    expect(world.card()).toMatch(/^# Started: T-1/);
  });

  it('when it refuses, says what is missing, starts nothing, and can be asked again once that is mended', async () => {
    const { engine, scene } = world;
    engine.fault('start', 'forbidden');
    await world.ask('ana');
    expect(world.card()).toMatch(/^# Not started: retraining fraud-scorer/);
    expect(world.card()).toContain('lacks pipelines.runs.create. Give it that, then try again.');
    expect(scene.as('ana').notes().at(-1)).toContain('was not started: Kubeflow Pipelines refused');
    expect(engine.runs.size).toBe(0);
    expect(await rows(sql`select state from runs`)).toEqual([{ state: 'not_started' }]);
    await scene.as('ana').presses('Try again');
    expect(engine.runs.size).toBe(1);
    expect(world.card()).toMatch(/^# Started: T-1/);
    expect(await rows(sql`select number, state from runs`)).toEqual([{ number: 1, state: 'queued' }]);
  });

  it('when the pipeline is gone or another once it was decided, starts nothing', async () => {
    const { engine } = world;
    const whileAsked = async (change: () => void) => {
      engine.before('findRun', change);
      await world.ask('ana');
      engine.before('findRun', null);
    };
    await whileAsked(() => engine.templates.set(trainer.pipeline, { ...trainer, version: 'v4' }));
    expect(world.card()).toContain('The pipeline fraud-training has changed since this was asked for.');
    expect(world.card()).not.toContain('[Try again]');
    await whileAsked(() => engine.templates.clear());
    expect(world.card()).toContain('Kubeflow Pipelines has no pipeline fraud-training any more.');
    expect(world.card()).toContain('[Try again]');
    expect(engine.runs.size).toBe(0);
  });

  it('when a run is deleted there, ends it with a sentence', async () => {
    const { engine, scene } = world;
    await world.ask('ana');
    await world.follow();
    engine.remove();
    await scene.advance(16 * 60_000);
    expect(world.run()).toMatch(
      /^# Lost: the run that retrained fraud-scorer\n✗ Kubeflow Pipelines has no such run any more/,
    );
    expect(scene.as('ana').notes().join('\n')).toContain('was deleted in Kubeflow Pipelines before its end was seen');
    const before = calls('listRuns');
    await world.follow();
    expect(calls('listRuns')).toBe(before);
    await world.ask('ana');
    expect(world.run()).toContain('T-2');
  });

  it('when it asks to wait, is left alone for that long, and what it did meanwhile is seen afterwards', async () => {
    const { engine, scene } = world;
    await world.ask('ana');
    await world.follow();
    engine.fault('listRuns', { retryAfterMs: 90_000 });
    await world.follow();
    const before = calls('listRuns');
    engine.change({ state: 'running', steps: [step('train', 'running', '2036-11-26T10:01:00.000Z')] });
    await scene.advance(60_000);
    expect(calls('listRuns')).toBe(before);
    await scene.advance(31_000);
    expect(calls('listRuns')).toBeGreaterThan(before);
    expect(world.run()).toContain('▶ train since');
  });

  it('when it is silent for long, is said to be on the message, until it answers again', async () => {
    const { engine, scene } = world;
    await world.ask('ana');
    await world.follow();
    engine.faultForever('listRuns', 'down');
    for (let n = 0; n < 5; n += 1) await scene.advance(120_000);
    expect(world.run()).toContain('… Kubeflow Pipelines has not answered since');
    await scene.as('ana').types('/mlops runs');
    expect(scene.as('ana').told()).toContain('Kubeflow Pipelines does not answer');
    engine.faultForever('listRuns', null);
    await scene.advance(310_000);
    expect(world.run()).not.toContain('has not answered');
  });

  it('when it loses what a run became while nobody looked, is read from where it was left', async () => {
    const { engine, scene } = world;
    await world.ask('ana');
    await world.follow();
    await scene.restart({
      beforeStart: () => {
        engine.startForeign();
        engine.change({ state: 'failed', failure: { step: 'train', message: 'out of memory' } });
        scene.slack.act.advance(3 * 3_600_000);
      },
    });
    await world.follow();
    const since = engine.calls.findLast((call) => call.startsWith('listRuns')) ?? '';
    expect(since < 'listRuns 2036-11-26T10:30').toBe(true);
    expect(world.run()).toMatch(/^# Failed: retraining fraud-scorer\n✗ train: out of memory/);
    await scene.as('ben').presses('Retrain again…');
    expect(scene.as('ben').modal()).toContain('`fraud-training` in Kubeflow Pipelines runs.');
  });

  it('is asked with one listing for all runs, and only runs that changed are read', async () => {
    const { engine } = world;
    await world.ask('ana');
    for (let n = 0; n < 5; n += 1) engine.startForeign();
    await world.follow();
    const [lists, gets] = [calls('listRuns'), calls('getRun')];
    await world.follow();
    expect(calls('getRun')).toBe(gets);
    engine.change({ state: 'running' });
    await world.follow();
    expect(calls('getRun')).toBe(gets + 1);
    // Six runs that changed lately are three pages of two.
    expect(calls('listRuns') - lists).toBeLessThanOrEqual(6);
    await world.scene.as('ana').types('/mlops runs');
    expect(world.scene.as('ana').told()).toContain('# 1 run\n');
  });

  it('has its steps shown seldom, and the state of the run at once', async () => {
    const { engine, scene } = world;
    await world.ask('ana');
    await world.follow();
    engine.change({ state: 'running', steps: [step('one', 'running')] });
    await world.follow();
    const edits = async () =>
      (
        await rows(sql`select wanted_revision as n from messages where key like 'run:%' and key not like '%ended'`)
      )[0]?.['n'];
    const before = Number(await edits());
    const connection = 'kubeflow';
    const look = async () => {
      await scene.database.db.execute(sql`update run_follows set next_at = 'epoch'`);
      await scene.app.setting.sendJob(scene.database.db, 'follow-runs', { connection });
      await scene.settled();
    };
    for (const name of ['two', 'three', 'four']) {
      scene.slack.act.advance(1_000);
      engine.change({ steps: [step(name, 'running')] });
      await look();
    }
    expect(Number(await edits())).toBe(before);
    await world.follow();
    expect(Number(await edits())).toBe(before + 1);
    expect(world.run()).toContain('▶ four');
    engine.change({ state: 'failed', failure: { step: 'four', message: 'no' } });
    await look();
    expect(world.run()).toMatch(/^# Failed/);
  });
});
