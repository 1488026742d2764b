import { asc } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { ledger } from '#store/schema/ledger.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { historyScopes, openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const alarm = '#ml-alerts';

describe('an account that people.yaml does not name', { timeout: 120_000 }, () => {
  let folder: PlaybooksFolder;
  let scene: Scene;
  /** Mei and Jon have addresses alone; Mei's is the one that is given. */
  const open = async ({ mei = 'mei@northwind.example', scopes = ['users:read.email'] } = {}) => {
    folder = await playbooksFolder();
    await folder.edit('org.yaml', 'identity:\n', 'identity:\n  allow_email_match: true\n');
    await folder.edit('people.yaml', '{slack: U0MEI0003, email: mei@northwind.example}', `{email: ${mei}}`);
    await folder.edit('people.yaml', '{slack: U0JON0004, ', '{');
    scene = await openScene({ playbooks: folder.path, slack: { scopes: [...historyScopes, ...scopes] } });
  };
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  const ask = () =>
    scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  const approve = async (person: string) => {
    await scene.as(person).types('/mlops approve R-1');
    const form = scene.as(person).modal() ?? '';
    if (form.includes('[Approve]')) await scene.as(person).submits({ reason: why });
    return form;
  };
  const links = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq)))
      .filter(({ event }) => event.startsWith('link_'))
      .map(({ event, entry }) => ({ event, ...(JSON.parse(entry.toString('utf8')) as Record<string, unknown>) }));

  it('D7 is linked by the address of one person where org.yaml says so, and then counts, is asked and is named', async () => {
    await open();
    await ask();
    expect(scene.as('mei').notes().join('\n')).toContain('fraud-scorer v7');
    for (const person of ['ben', 'mei', 'tom']) await approve(person);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(scene.card()).toContain('Mei Tanaka');
    expect(await links()).toMatchObject([
      { event: 'link_matched', person: 'jon', slack_user: 'U0JON0004' },
      { event: 'link_matched', person: 'mei', slack_user: 'U0MEI0003' },
    ]);
  });

  it('is linked when it first acts, where nobody could be looked for', async () => {
    await open();
    await scene.as('jon').types('/mlops digest subscribe');
    expect(await links()).toMatchObject([{ event: 'link_matched', person: 'jon' }]);
    expect(scene.app.setting.playbooks().set.people.people['jon']).toMatchObject({ slack: ['U0JON0004'] });
  });

  it('D7 of a guest, or without the scope that tells addresses, is linked to nobody', async () => {
    await open({ mei: 'gus@northwind.example' });
    await ask();
    scene.slack.act.invite('#ml-approvals', 'U0GUS0011');
    await scene.as('U0GUS0011').presses('Approve…');
    expect(scene.as('U0GUS0011').modal()).toContain('Guests and external users cannot');
    expect(await approve('mei')).toContain('belongs to nobody in people.yaml');
    expect(await links()).toMatchObject([{ event: 'link_matched', person: 'jon' }]);
  });

  it('D7 is linked to nobody where Slack does not tell addresses', async () => {
    await open({ scopes: [] });
    await ask();
    expect(await approve('mei')).toContain('belongs to nobody in people.yaml');
    expect(await links()).toEqual([]);
  });

  it('D6 that takes the address of somebody is not believed until the owner role says that it is them', async () => {
    await open({ mei: 'mei.tanaka@northwind.example' });
    await ask();
    // Known with her old address.
    expect(await approve('mei')).toContain('belongs to nobody in people.yaml');
    await scene.slack.act.readdress('mei', 'mei.tanaka@northwind.example');
    await scene.settled();
    expect(scene.card(alarm)).toContain('# Is this still Mei Tanaka?');
    expect(await approve('mei')).toContain('cannot decide until ML platform has said');
    await scene.as('ops').presses('Still the same person', { channel: alarm });
    expect(await approve('mei')).toContain('[Approve]');
    expect((await links()).map(({ event }) => event)).toEqual(['link_matched', 'link_suspended', 'link_confirmed']);
  });

  it('D14 is linked no longer once its address is another, and its approval does not count', async () => {
    await open();
    await ask();
    for (const person of ['ben', 'mei']) await approve(person);
    await scene.slack.act.readdress('mei', 'mei@elsewhere.example');
    await scene.settled();
    expect(scene.card()).toContain('The approval of mei does not count');
    expect(await approve('mei')).toContain('belongs to nobody in people.yaml');
    await approve('tom');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    expect((await links()).map(({ event }) => event)).toEqual(['link_matched', 'link_matched', 'link_ended']);
  });
});
