import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';

describe('a request that people hold', { timeout: 60_000 }, () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  }, 60_000);
  afterAll(() => scene.close());

  it('says who holds it while people decide, and keeps approvals from carrying it out', async () => {
    await scene.as('ana').presses('Hold');
    expect(scene.card()).toContain('on hold by Ana Kovač: approvals count, promotion waits');
    for (const person of ['ben', 'mei', 'tom']) {
      await scene.as(person).types('/mlops approve R-1');
      await scene.as(person).submits({ reason: why });
    }
    expect(scene.card()).toContain('Ana Kovač holds it');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
  });

  it('goes on once whoever may hold it releases it', async () => {
    await scene.as('lea').presses('Release hold');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    await scene.as('mei').presses('Release hold');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });
});
