import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledger } from '#store/schema/ledger.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const minute = 60_000;

describe('a role that is a Slack user group', { timeout: 120_000 }, () => {
  let folder: PlaybooksFolder;
  let scene: Scene;
  beforeEach(async () => {
    folder = await playbooksFolder();
    await folder.edit('people.yaml', 'risk: {people: [mei, jon]', 'risk: {slack_usergroup: S0RISK0001');
    scene = await openScene({ playbooks: folder.path });
  });
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  const ask = (model = 'fraud-scorer', version = '7') =>
    scene.as('ana').types(`/mlops promote ${model} ${version} to production because better recall on EU cards`);
  const approve = async (person: string) => {
    await scene.as(person).types('/mlops approve R-1');
    const form = scene.as(person).modal() ?? '';
    if (form.includes('[Approve]')) await scene.as(person).submits({ reason: why });
    return form;
  };
  const changes = async () =>
    (await scene.database.db.select().from(ledger).where(eq(ledger.event, 'role_members_changed')).orderBy(ledger.seq))
      .map(({ entry }) => JSON.parse(entry.toString('utf8')) as Record<string, unknown>)
      .map(({ role, group, joined, left }) => ({ role, group, joined, left }));

  it('is filled by whoever is in it, and promotes with the others', async () => {
    await ask();
    expect(await approve('mei')).toContain('You approve as Risk, 1 of 1 with you.');
    await approve('ben');
    await approve('tom');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(await changes()).toEqual([{ role: 'risk', group: 'S0RISK0001', joined: ['jon', 'mei'], left: [] }]);
  });

  it('D14 no longer counts who was taken out of it', async () => {
    await ask();
    await approve('mei');
    expect(scene.card()).toContain('✓ Risk: Mei Tanaka');
    scene.slack.act.regroup('model-risk', ['jon']);
    await scene.advance(6 * minute);
    expect(scene.card()).toContain('… Risk: 1 more from @U0JON0004');
    expect(scene.card()).toContain('✗ The approval of Mei Tanaka does not count: Mei Tanaka has left Risk');
    expect(await changes()).toContainEqual({ role: 'risk', group: 'S0RISK0001', joined: [], left: ['mei'] });
  });

  it('D14 is read once more before anything is carried out: the approved request is open again', async () => {
    await ask();
    for (const person of ['mei', 'tom']) await approve(person);
    await scene.as('ben').types('/mlops approve R-1');
    // As long ago as nobody asks Slack again for an approval.
    scene.slack.act.regroup('model-risk', ['jon']);
    await scene.as('ben').submits({ reason: why });
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    expect(scene.card()).toContain('… Risk: 1 more from @U0JON0004');
    const events = (await scene.database.db.select().from(ledger).orderBy(ledger.seq)).map(({ event }) => event);
    expect(events).toContain('request_approved');
    expect(events.at(-1)).not.toBe('execution_started');
    expect(events).toContain('request_reopened');
  });

  it('D15 does not count who came into it after the request was opened, where much is at stake', async () => {
    await ask();
    await scene.advance(minute);
    scene.slack.act.regroup('model-risk', ['mei', 'jon', 'lea']);
    await scene.advance(2 * minute);
    expect(await approve('lea')).toContain(
      'You joined the role after this was opened, so your approval cannot fill a seat.',
    );
  });

  it('is unknown while it is switched off: nobody counts, and the card says what to do', async () => {
    await ask();
    await approve('mei');
    scene.slack.act.regroup('model-risk', null);
    await scene.advance(6 * minute);
    expect(scene.card()).toContain(
      '… Risk: 1 more needed, but it is not known from whom. Slack knows no user group S0RISK0001, or it is switched off: switch it on, or mend people.yaml.',
    );
    await approve('ben');
    await approve('tom');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    scene.slack.act.regroup('model-risk', ['mei', 'jon']);
    await scene.advance(6 * minute);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });
});
