import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { step } from '../support/memory-runner.ts';
import { type RetrainingScene, retrainingScene } from '../support/retraining-scene.ts';

describe('a retraining that the playbook allows at once', { timeout: 60_000 }, () => {
  let world: RetrainingScene;
  beforeEach(async () => {
    world = await retrainingScene();
  });
  afterEach(() => world.close());

  it('is shown before it is asked for, starts one run, and follows it to its end in one message', async () => {
    const { scene, engine } = world;
    await scene.as('ana').types('/mlops retrain fraud-scorer epochs=20 because drift on EU cards');
    console.log(scene.as('ana').modal(), scene.as('ana').told());
    await scene.as('ana').submits();
    console.log(scene.as('ana').modal());
    console.log(scene.cards().join('\n------\n'));
    console.log(scene.as('ana').notes());
    expect(engine.runs.size).toBe(1);
    engine.change({
      state: 'running',
      startedAt: '2036-11-26T10:01:00.000Z',
      steps: [
        step('ingest', 'succeeded', '2036-11-26T10:01:00.000Z', '2036-11-26T10:03:00.000Z'),
        step('train', 'running', '2036-11-26T10:03:00.000Z'),
        step('evaluate', 'queued'),
      ],
    });
    await world.follow();
    console.log(world.run());
    engine.change({
      state: 'succeeded',
      endedAt: '2036-11-26T10:15:00.000Z',
      metrics: { auc: 0.93 },
      produced: [{ model: 'fraud-scorer', version: '7' }],
      steps: [
        step('ingest', 'succeeded', '2036-11-26T10:01:00.000Z', '2036-11-26T10:03:00.000Z'),
        step('train', 'succeeded', '2036-11-26T10:03:00.000Z', '2036-11-26T10:13:00.000Z'),
        step('evaluate', 'succeeded', '2036-11-26T10:13:00.000Z', '2036-11-26T10:15:00.000Z'),
      ],
    });
    await world.follow();
    console.log(world.run());
    console.log(scene.as('ana').notes());
    await scene.as('ana').types('/mlops runs');
    console.log(scene.as('ana').told());
  });
});
