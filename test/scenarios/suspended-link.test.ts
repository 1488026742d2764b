import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledger } from '#store/schema/ledger.ts';
import { historyScopes, openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const alarm = '#ml-alerts';

describe('an account whose e-mail address changes', { timeout: 120_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene({ slack: { scopes: [...historyScopes, 'users:read.email'] } });
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  });
  afterEach(async () => {
    await scene.close();
  });

  const approve = async (person: string) => {
    await scene.as(person).types('/mlops approve R-1');
    const form = scene.as(person).modal() ?? '';
    if (form.includes('[Approve]')) await scene.as(person).submits({ reason: why });
    return form;
  };
  const readdress = async (person: string, email: string) => {
    await scene.slack.act.readdress(person, email);
    await scene.settled();
  };
  const about = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq)))
      .filter(({ event }) => event.startsWith('link_'))
      .map(({ event, entry }) => ({ event, ...(JSON.parse(entry.toString('utf8')) as Record<string, unknown>) }));

  it('D6 a changed address suspends the link: refused, told to the owner role, not counted, until they say that it is the same person', async () => {
    await approve('mei');
    await approve('ben');
    await readdress('mei', 'mei@elsewhere.example');
    expect(scene.card(alarm)).toContain('# Is this still Mei Tanaka?');
    expect(scene.card(alarm)).toContain('from mei@northwind.example to mei@elsewhere.example');
    expect(scene.card(alarm)).toContain('@U0OPS0008');
    expect(scene.card()).toContain('✗ The approval of Mei Tanaka does not count: Mei Tanaka is not linked');
    expect(await approve('mei')).toContain(
      'The e-mail address of your Slack account has changed, so it cannot decide until ML platform has said that you are still the same person.',
    );
    await approve('tom');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    await scene.as('ops').presses('Still the same person', { channel: alarm });
    expect(scene.as('ops').told(alarm)).toContain('Recorded: Mei Tanaka is still the same person.');
    expect(scene.card(alarm)).toContain('# Mei Tanaka is still the same person');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(await about()).toMatchObject([
      { event: 'link_suspended', person: 'mei', slack_user: 'U0MEI0003' },
      { event: 'link_confirmed', person: 'mei', actor: { person: 'ops' } },
    ]);
  });

  it('D6 nobody says so of themselves, and nobody outside the owner role', async () => {
    await approve('ben');
    await approve('ops');
    await readdress('ops', 'ops@elsewhere.example');
    await scene.as('ops').presses('Still the same person', { channel: alarm });
    expect(scene.as('ops').told(alarm)).toContain('The e-mail address of your Slack account has changed');
    await scene.as('ana').presses('Still the same person', { channel: alarm });
    expect(scene.as('ana').told(alarm)).toContain('Only ML platform can say that. Ask one of them.');
    expect(await about()).toMatchObject([{ event: 'link_suspended', person: 'ops' }]);
  });

  it('is noticed at the next vote too, where the event was lost', async () => {
    const state = scene.slack.snapshot();
    const people = state.people.map((one) => (one.name === 'mei' ? { ...one, email: 'mei@elsewhere.example' } : one));
    scene.slack.restore({ ...state, people });
    await scene.advance(6 * 60_000);
    expect(await approve('mei')).toContain('The e-mail address of your Slack account has changed');
    expect(await about()).toMatchObject([{ event: 'link_suspended', person: 'mei' }]);
  });

  it('is nothing to ask about where the case of letters changes', async () => {
    await approve('mei');
    await readdress('mei', 'Mei@Northwind.example');
    expect(await about()).toEqual([]);
  });
});
