import { afterEach, beforeEach, expect, it } from 'vitest';
import { openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const kinds = () => scene.slack.see.messages('#ml-approvals').map(({ blocks }) => blocks.map(({ type }) => type));
const posts = () => scene.slack.exchanges().filter(({ title }) => title.startsWith('chat.postMessage')).length;

it('a workspace that does not take tables gets the card once, with the numbers as text, and edits of it too', async () => {
  scene.slack.fault({ fault: 'without-tables', on: true });
  await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  await scene.settled();
  expect(kinds()).toHaveLength(1);
  expect(kinds()[0]).toContain('rich_text');
  expect(kinds()[0]).not.toContain('table');
  expect(scene.card()).toMatch(/v7 +v5 +Change +Limit/);
  const before = posts();
  await scene.as('ben').presses('Approve…');
  await scene.as('ben').submits({ reason: 'looked at the evidence, it is fine' });
  await scene.settled();
  expect(scene.card()).toContain('✓');
  expect(kinds()[0]).toContain('rich_text');
  expect(posts() - before).toBe(1);
});
