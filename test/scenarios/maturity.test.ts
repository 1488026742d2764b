import { afterEach, describe, expect, it } from 'vitest';
import { openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
afterEach(() => scene.close());

const approve = async (person: string) => {
  await scene.as(person).presses('Approve…');
  await scene.as(person).submits({ reason: 'looked at the evidence, it is fine' });
};

describe('maturity in Slack', { timeout: 120_000 }, () => {
  it('x', async () => {
    scene = await openScene({ logTo: (line) => line.includes('matur') && console.log(line) });
    await scene.settled();
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    await scene.advance(2 * 3_600_000);
    for (const person of ['ben', 'mei', 'tom']) await approve(person);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    for (const asked of ['', ' fraud-scorer', ' all', ' recs']) {
      await scene.as('ana').types(`/mlops maturity${asked}`);
      console.log(scene.as('ana').told());
    }
    await scene.as('ana').types('/mlops maturity fraud-scorer');
    await scene.as('ana').presses('Levels…');
    console.log(scene.as('ana').modal());
  });
});
