import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { votes } from '#store/schema/request.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

describe('who an account belongs to', { timeout: 60_000 }, () => {
  let folder: PlaybooksFolder;
  let scene: Scene;
  beforeEach(async () => {
    folder = await playbooksFolder();
    await folder.edit('org.yaml', 'identity:\n', 'identity:\n  allow_email_match: true\n');
    // Addresses as Slack has them of a guest and of a member; the people's own accounts are others.
    await folder.edit('people.yaml', 'mei@northwind.example', 'gus@northwind.example');
    await folder.edit('people.yaml', '{slack: U0JON0004,', '{slack: U0NOBODY4,');
    scene = await openScene({ playbooks: folder.path });
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  });
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  it('D7 an address links nobody who has an account of their own: neither a guest nor a member', async () => {
    scene.slack.act.invite('#ml-approvals', 'U0GUS0011');
    await scene.as('U0GUS0011').presses('Approve…');
    expect(scene.as('U0GUS0011').modal()).toContain('Guests and external users cannot');
    await scene.as('jon').presses('Approve…');
    expect(scene.as('jon').modal()).toContain('U0JON0004) belongs to nobody in people.yaml, so it cannot decide.');
    await scene.as('jon').types('/mlops reject R-1');
    expect(scene.as('jon').modal() ?? '').not.toContain('[Reject]');
    expect(await scene.database.db.$count(votes)).toBe(0);
    await scene.as('mei').presses('Approve…');
    await scene.as('mei').submits({ reason: 'looked at the evidence, it is fine' });
    expect(await scene.database.db.$count(votes)).toBe(1);
  });
});
