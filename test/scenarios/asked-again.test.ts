import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { asks } from '#store/schema/asks.ts';
import { reportMetric } from '../support/report-metric.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';

describe('evidence that changes after an approval', { timeout: 60_000 }, () => {
  let scene: Scene;
  afterEach(async () => {
    await scene.close();
  });

  const approve = async (person: string) => {
    await scene.as(person).types('/mlops approve R-1');
    await scene.as(person).submits({ reason: why });
  };
  const headings = (person: string) =>
    scene
      .as(person)
      .notes()
      .map((note) => note.split('\n', 1)[0]);
  /** Somebody measures again, and Countersign reads what they found. */
  const measure = async (value: number) => {
    await reportMetric(scene, { model: 'fraud-scorer', version: '7', key: 'p99_latency_ms', value });
    const { setting } = scene.app;
    await setting.sendJob(setting.db, 'read-registry', { registry: 'mlflow', modelName: 'fraud-scorer' });
    await scene.settled();
  };

  it('D13 asks only those whose role cares again, and says what changed since they approved', async () => {
    scene = await openScene();
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    await approve('mei');
    await approve('tom');
    const before = headings('jon').length;
    await measure(88);
    expect(headings('tom').at(-1)).toBe('# Your approval is asked for again: promote fraud-scorer v7 to production');
    const [first = '', again = ''] = scene.as('tom').notes();
    expect(first).toContain('# You approved');
    expect(again).toMatch(/Changed since you approved\n… Answers within 90 ms: 88 \(was 84\)/);
    expect(again).not.toContain('Catches');
    expect(headings('mei')).toEqual(['# You approved: promote fraud-scorer v7 to production']);
    expect(headings('jon')).toHaveLength(before);
    // Who had not answered is not asked anew: their message shows what there is to sign now.
    expect(headings('ben')).toHaveLength(1);
    const code = /code `(.*?)`/.exec(scene.card())?.[1] ?? 'none';
    expect(scene.as('ben').notes()[0]).toContain(code);
    await approve('tom');
    await measure(89);
    const rows = await scene.database.db.select().from(asks).where(eq(asks.asked, 'tom'));
    expect(rows.map(({ step }) => step).toSorted()).toEqual(['again:1', 'again:2', 'first']);
  });
});
