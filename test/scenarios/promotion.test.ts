import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScene, type Scene } from '../support/scene.ts';

describe('a promotion in Slack', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ logTo: (line) => process.stdout.write(line) });
  });
  afterAll(() => scene.close());

  it('moves the alias once everybody whose yes is needed has said it', async () => {
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    console.log(scene.as('ana').told());
    console.log(scene.card());
    for (const person of ['ben', 'mei', 'tom']) {
      await scene.as(person).presses('Approve…');
      console.log(scene.as(person).modal());
      await scene.as(person).submits({ reason: 'looked at the evidence, it is fine' });
      console.log(scene.as(person).modal());
    }
    console.log(scene.card());
    console.log(scene.thread());
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });
});
