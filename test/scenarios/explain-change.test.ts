import { afterEach, beforeEach, expect, it } from 'vitest';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
let folder: PlaybooksFolder;
beforeEach(async () => {
  folder = await playbooksFolder();
  scene = await openScene({ playbooks: folder.path });
});
afterEach(async () => {
  await scene.close();
  await folder.remove();
});

it('explains a change of the playbooks as any other request', { timeout: 60_000 }, async () => {
  const asked = '{people: {from: risk}, evidence';
  await folder.edit('promotion-critical.yaml', asked, '{people: {from: risk, count: 2}, evidence');
  await scene.restart();
  await scene.settled();
  await scene.as('mei').presses('Propose this change…', { channel: '#ml-alerts' });
  await scene.as('mei').submits({ reason: 'the second line asked for it' });
  const explained = async (person: string) => {
    await scene.as(person).types('/mlops explain R-1');
    return scene.as(person).told();
  };
  const open = await explained('mei');
  expect(open).toContain('R-1: playbook set 2 · code');
  expect(open).toContain('… Waiting; missing: 1 approval.');
  expect(open).toContain('You: You asked for this, so your approval cannot fill a seat.');
  expect(open).toContain('… If Jon Bakker approved now, it would be approved.');
  expect(open).toContain('by the rules for changes of the playbooks. `/mlops playbooks` shows the set in force.');
  await scene.as('jon').types('/mlops approve R-1');
  await scene.as('jon').submits({ reason: 'two pairs of eyes are better' });
  expect(await explained('mei')).toContain('In force: playbook set 2');
});
