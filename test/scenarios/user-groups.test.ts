import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readUserGroups } from '#operations/roles/read-user-groups.ts';
import type { Verdict } from '#playbook/verdict.ts';
import { ledger } from '#store/schema/ledger.ts';
import { requests, votes } from '#store/schema/request.ts';
import { userGroups } from '#store/schema/workspace.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { historyScopes, openScene, type Scene, type SceneOptions } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const minute = 60_000;

describe('a role that is a Slack user group', { timeout: 120_000 }, () => {
  let folder: PlaybooksFolder;
  let scene: Scene;
  beforeEach(async () => {
    folder = await playbooksFolder();
    await folder.edit('people.yaml', 'risk: {people: [mei, jon]', 'risk: {slack_usergroup: S0RISK0001');
  });
  const open = async (slack: SceneOptions['slack'] = {}) => {
    scene = await openScene({ playbooks: folder.path, slack });
  };
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
  const row = async () => {
    const [found] = await scene.database.db.select().from(requests);
    if (found === undefined) throw new Error('there is no request');
    return found;
  };
  const flags = async () => ((await row()).verdict as Verdict).flags;
  const changes = async () =>
    (await scene.database.db.select().from(ledger).where(eq(ledger.event, 'role_members_changed')).orderBy(ledger.seq))
      .map(({ entry }) => JSON.parse(entry.toString('utf8')) as Record<string, unknown>)
      .map(({ role, group, joined, left }) => ({ role, group, joined, left }));

  it('is filled by whoever is in it, and promotes with the others', async () => {
    await open();
    await ask();
    expect(await approve('mei')).toContain('You approve as Risk, 1 of 1 with you.');
    await approve('ben');
    await approve('tom');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(await changes()).toEqual([{ role: 'risk', group: 'S0RISK0001', joined: ['jon', 'mei'], left: [] }]);
  });

  it('D14 no longer counts who was taken out of it', async () => {
    await open();
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
    await open();
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
    await open();
    await ask();
    await scene.advance(minute);
    scene.slack.act.regroup('model-risk', ['mei', 'jon', 'lea']);
    await scene.advance(2 * minute);
    expect(await approve('lea')).toContain(
      'You joined the role after this was opened, so your approval cannot fill a seat.',
    );
  });

  it('is unknown while it is switched off: nobody counts, and the card says what to do', async () => {
    await open();
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

  it('D15 marks who came into it after the request was opened, where little is at stake', async () => {
    await folder.edit('people.yaml', 'recs-ml: {people: [rosa, kim]}', 'recs-ml: {slack_usergroup: S0MLENG002}');
    await open();
    scene.slack.act.regroup('ml-engineering', ['rosa']);
    await scene.advance(6 * minute);
    await scene.as('rosa').types('/mlops promote home-ranker 4 to production because it clicks better');
    await scene.advance(minute);
    scene.slack.act.regroup('ml-engineering', ['rosa', 'kim']);
    await scene.advance(6 * minute);
    await approve('kim');
    expect(await flags()).toContainEqual(expect.objectContaining({ code: 'joined_after_open', person: 'kim' }));
    expect(scene.card()).toContain('› Kim Novak joined the role after this was opened.');
  });

  it('shows whoever is in it the models of the team that it is named after', async () => {
    await folder.edit('people.yaml', 'recs-ml: {people: [rosa, kim]}', 'recs-ml: {slack_usergroup: S0MLENG002}');
    await open();
    const statusOf = async (person: string) => {
      await scene.as(person).types('/mlops status');
      return scene.as(person).told();
    };
    scene.slack.act.regroup('ml-engineering', ['lea']);
    await scene.advance(6 * minute);
    expect(await statusOf('lea')).toContain('home-ranker');
    expect(await statusOf('lea')).not.toContain('fraud-scorer');
    scene.slack.act.regroup('ml-engineering', ['kim']);
    await scene.advance(6 * minute);
    expect(await statusOf('lea')).toContain('fraud-scorer');
  });

  it('D8 seats no guest, no bot, nobody deactivated, of another workspace or missing in people.yaml', async () => {
    const odd = { gus: 'U0GUS0011', eve: 'U0EVE0012', dan: 'U0DAN0013', pagebell: 'U0PAGE014' };
    for (const [id, slack] of Object.entries(odd)) {
      await folder.edit('people.yaml', 'people:\n', `people:\n  ${id}: {slack: ${slack}, email: ${id}@acme.example}\n`);
    }
    await open();
    scene.slack.act.regroup('model-risk', ['mei', ...Object.values(odd)]);
    await scene.advance(6 * minute);
    await ask();
    expect(scene.card()).toContain('… Risk: 1 more from @U0MEI0003\n');
    for (const person of ['gus', 'eve']) {
      scene.slack.act.invite('#ml-approvals', person);
      await scene.as(person).types('/mlops approve R-1');
      expect(`${scene.as(person).modal()}${scene.as(person).told()}`).toMatch(
        /Guests and external users cannot|another Slack workspace/,
      );
    }
    expect(await scene.database.db.$count(votes)).toBe(0);
  });

  it.each([
    [
      'the app lacks the scope',
      { scopes: historyScopes.filter((scope) => scope !== 'usergroups:read') },
      'Countersign may not see who is in the Slack user group S0RISK0001: grant the app usergroups:read and install it again.',
    ],
    [
      'the workspace has no paid plan',
      { plan: 'free' as const },
      'Slack does not tell who is in the Slack user group S0RISK0001, since user groups need a paid plan: list the people of the role instead.',
    ],
  ])('fills no seat where %s, and the card says what to do', async (_why, slack, sentence) => {
    await open(slack);
    await ask();
    expect(scene.card()).toContain(`… Risk: 1 more needed, but it is not known from whom. ${sentence}`);
    expect(await approve('mei')).toContain(`It is not known whether you are in Risk. ${sentence}`);
  });

  it('stays known while Slack does not answer, and is unknown after a quarter of an hour', async () => {
    await open();
    await ask();
    scene.slack.fault({ fault: 'down', on: true });
    const readAfter = async (minutes: number) => {
      scene.slack.act.advance(minutes * minute);
      await readUserGroups(scene.app.setting);
      return await scene.database.db.select().from(userGroups);
    };
    expect(await readAfter(14)).toMatchObject([{ slackUsers: ['U0MEI0003', 'U0JON0004'], unread: null }]);
    expect(await readAfter(2)).toMatchObject([{ slackUsers: null, unread: 'no_answer' }]);
    scene.slack.fault({ fault: 'down', on: false });
    await scene.settled();
    expect(scene.card()).toContain(
      'it is not known from whom. Slack has not told yet who is in the Slack user group S0RISK0001.',
    );
    await scene.advance(6 * minute);
    expect(scene.card()).toContain('… Risk: 1 more from');
  });
});
