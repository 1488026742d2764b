import { asc } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { requests } from '#store/schema/request.ts';
import { runs } from '#store/schema/runs.ts';
import { openScene, type Scene } from '../support/scene.ts';

const minute = 60_000;
const why = 'looked at the evidence, it is fine';

describe('a retraining on a pipeline that computes', { timeout: 60_000 }, () => {
  let scene: Scene;
  afterEach(async () => await scene.close());

  const start = async (given = '') => {
    await scene.as('kim').types(`/mlops retrain late-arrivals ${given}because late flights move with the season`);
    await scene.as('kim').submits({ 'reason-code': 'drift' });
  };
  const pass = async (minutes: number) => {
    for (let left = minutes; left > 0; left -= 2) await scene.advance(2 * minute);
  };
  const run = async () => (await scene.database.db.select().from(runs).orderBy(asc(runs.number))).at(-1);
  const card = (heading: RegExp) => scene.channel('#ml-approvals').findLast((text) => heading.test(text)) ?? '';

  it('earns its metrics, beats the champion, and is promoted by people', async () => {
    scene = await openScene({ training: true });
    await start();
    expect(card(/^# Retraining late-arrivals/)).toContain('late-arrivals-training');
    await pass(4);
    expect(card(/^# Retraining late-arrivals/)).toMatch(/▶ (validate-data|train) since/);
    await pass(10);
    expect(await run()).toMatchObject({ state: 'succeeded' });
    const ended = card(/^# Retrained: late-arrivals v4/);
    expect(ended).toContain('R-2 asks for its promotion');
    expect(ended).toMatch(/✓ Foresees more late arrivals than today's model +0\.\d+/);
    expect(card(/^# Promote late-arrivals v4 to production/)).toContain('made by T-1, because of drift');
    await scene.as('kim').types('/mlops approve R-2');
    expect(scene.as('kim').modal()).toContain('so your approval cannot fill a seat');
    for (const person of ['ana', 'tom']) {
      await scene.as(person).types('/mlops approve R-2');
      await scene.as(person).submits({ reason: why });
    }
    expect(scene.alias('late-arrivals', 'production')).toBe('4');
  });

  it('shows the step that failed and its message, and nothing is registered', async () => {
    scene = await openScene({ training: true });
    await start('minimum_rows=90000 ');
    await pass(6);
    expect(await run()).toMatchObject({ state: 'failed' });
    const ended = card(/^# .*late-arrivals/);
    expect(ended).toContain('validate-data');
    expect(ended).toMatch(/90000|90,000/);
    expect(scene.mlflow.outside.model('late-arrivals')?.versions).toHaveLength(3);
    expect((await scene.database.db.select().from(requests)).map(({ action }) => action)).toEqual(['retrain']);
  });

  it('is started once although the answer was lost, and followed through an outage', async () => {
    scene = await openScene({ training: true });
    scene.kubeflow.faults.set('lost-answer', { times: 1, on: 'writes' });
    await start();
    await scene.advance(minute);
    await scene.advance(minute);
    scene.kubeflow.faults.set('down');
    await pass(6);
    scene.kubeflow.faults.clear('down');
    await pass(10);
    expect(await run()).toMatchObject({ state: 'succeeded' });
    expect(scene.mlflow.outside.model('late-arrivals')?.versions).toHaveLength(4);
  });
});
