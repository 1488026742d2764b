import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { effects } from '#store/schema/delivery.ts';
import { ledger } from '#store/schema/ledger.ts';
import { historyScopes, openScene, type Scene, type SceneOptions } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const patience = { timeout: 20_000, interval: 50 };

describe('when Slack fails', { timeout: 60_000 }, () => {
  let scene: Scene;
  const open = async (options: SceneOptions = {}) => {
    scene = await openScene(options);
  };
  afterEach(() => scene.close());

  /** Types without waiting until everything has come to rest. */
  const type = (person: string, text: string) =>
    scene.slack.act.command({ as: person, channel: '#ml-approvals', command: '/mlops', text });
  const ask = (model = 'fraud-scorer', version = '7', person = 'ana') =>
    type(person, `promote ${model} ${version} to production because it is better than what we have`);
  /** Into channels: people are asked in direct messages besides. */
  const posts = () =>
    scene.slack
      .exchanges()
      .filter(
        ({ title, request }) => title.startsWith('chat.postMessage') && !/channel\W+U0/.test(JSON.stringify(request)),
      ).length;
  const buttonOf = (ts: string, actionId: string, channel = '#ml-approvals') => {
    const message = scene.slack.see.messages(channel).find((one) => one.ts === ts);
    const block = message?.blocks.find(({ type: kind }) => kind === 'actions');
    return { blockId: String(block?.['block_id']), actionId };
  };
  const shows = (pattern: RegExp, channel = '#ml-approvals') =>
    vi.waitFor(() => expect(scene.cards(channel).join('\n\n')).toMatch(pattern), patience);

  it('a card whose answer was lost is found in history, and not posted again', async () => {
    await open({ slack: { scopes: historyScopes } });
    scene.slack.fault({ fault: 'lost-answer', on: true, times: 1, method: 'chat.postMessage' });
    await ask();
    await shows(/Promote fraud-scorer v7/);
    await scene.settled();
    expect(scene.cards()).toHaveLength(1);
    expect(posts()).toBe(1);
    await scene.as('ben').presses('Approve…');
    await scene.as('ben').submits({ reason: why });
    expect(scene.card()).toContain('✓ Fraud ML');
    expect(scene.thread()).toHaveLength(1);
  });

  it('a card that did not arrive is looked for and then posted, once', async () => {
    await open({ slack: { scopes: historyScopes } });
    scene.slack.fault({ fault: 'down', on: true, times: 1, method: 'chat.postMessage' });
    await ask();
    await shows(/Promote fraud-scorer v7/);
    await scene.settled();
    expect(scene.cards()).toHaveLength(1);
    expect(posts()).toBe(2);
  });

  it('a line in a thread whose answer was lost is found among the replies', async () => {
    await open({ slack: { scopes: historyScopes } });
    await ask();
    await scene.settled();
    scene.slack.fault({ fault: 'lost-answer', on: true, times: 1, method: 'chat.postMessage' });
    await scene.as('ben').presses('Approve…');
    await scene.as('ben').submits({ reason: why });
    await vi.waitFor(() => expect(scene.thread()).toHaveLength(1), patience);
    await scene.settled();
    expect(scene.thread()).toHaveLength(1);
  });

  describe('and Countersign may not read channels', () => {
    it('asks whether the card is there, and believes a person who says so', async () => {
      await open();
      scene.slack.fault({ fault: 'lost-answer', on: true, times: 1, method: 'chat.postMessage' });
      await ask();
      await shows(/^# Did this arrive in #ml-approvals\?/, '#ml-alerts');
      expect(scene.cards()).toHaveLength(1);
      await scene.as('ops').presses('It is there', { channel: '#ml-alerts' });
      await shows(/Ops Okafor .*is there/, '#ml-alerts');
      expect(scene.cards('#ml-alerts').join()).not.toContain('[Post again]');
      expect(scene.cards()).toHaveLength(1);
      await scene.as('ben').presses('Approve…');
      await scene.as('ben').submits({ reason: why });
      expect(scene.card()).toContain('✓ Fraud ML');
      expect(scene.thread()).toHaveLength(1);
    });

    it('posts again when a person says that nothing is there', async () => {
      await open();
      scene.slack.fault({ fault: 'down', on: true, times: 1, method: 'chat.postMessage' });
      await ask();
      await shows(/^# Did this arrive in #ml-approvals\?/, '#ml-alerts');
      expect(scene.cards()).toHaveLength(0);
      await scene.as('ops').presses('Post again', { channel: '#ml-alerts' });
      await shows(/Promote fraud-scorer v7/);
      expect(scene.cards()).toHaveLength(1);
      await shows(/Ops Okafor .*posted again/, '#ml-alerts');
      const rows = await scene.database.db.select().from(effects);
      expect(rows.map(({ state }) => state)).not.toContain('unresolved');
    });

    it('a card that nobody can find any more holds up neither its channel nor the decision', async () => {
      await open();
      scene.slack.fault({ fault: 'lost-answer', on: true, times: 1, method: 'chat.postMessage' });
      await ask();
      await shows(/^# Did this arrive in #ml-approvals\?/, '#ml-alerts');
      await type('jon', 'reject R-1');
      await vi.waitFor(() => expect(scene.as('jon').modal()).toContain('[Reject]'), patience);
      const viewId = scene.slack.see.modal('jon')?.viewId ?? '';
      const values = { reason: { reason: 'the EU slice was never validated' } };
      await scene.slack.act.submit({ as: 'jon', viewId, values });
      await vi.waitFor(() => expect(scene.as('ana').notes().join()).toContain('rejected your request'), patience);
      await ask('home-ranker', '13', 'rosa');
      await shows(/Promote home-ranker v13/);
      const ts = scene.slack.see.messages('#ml-approvals')[0]?.ts ?? '';
      await scene.slack.act.press({ as: 'jon', channel: '#ml-approvals', ts, ...buttonOf(ts, 'details') });
      await shows(/^# Rejected: fraud-scorer/);
    });

    it('the second answer to the same question changes nothing', async () => {
      await open();
      scene.slack.fault({ fault: 'down', on: true, times: 1, method: 'chat.postMessage' });
      await ask();
      await shows(/^# Did this arrive in #ml-approvals\?/, '#ml-alerts');
      const ts = scene.slack.see.messages('#ml-alerts').at(-1)?.ts ?? '';
      const again = buttonOf(ts, 'post-again', '#ml-alerts');
      const press = (person: string) => scene.slack.act.press({ as: person, channel: '#ml-alerts', ts, ...again });
      await Promise.all(['ops', 'ben', 'jon'].map(press));
      await scene.settled();
      expect(scene.cards()).toHaveLength(1);
      const told = ['ops', 'ben', 'jon'].map((person) => scene.as(person).told('#ml-alerts'));
      expect(told.filter((text) => text.includes('Somebody has answered this already'))).toHaveLength(2);
    });

    it('a guest cannot answer for the team', async () => {
      await open();
      scene.slack.fault({ fault: 'down', on: true, times: 1, method: 'chat.postMessage' });
      await ask();
      await shows(/^# Did this arrive in #ml-approvals\?/, '#ml-alerts');
      scene.slack.act.invite('#ml-alerts', 'gus');
      await scene.as('gus').presses('Post again', { channel: '#ml-alerts' });
      expect(scene.as('gus').told('#ml-alerts')).toContain('Guests and external users cannot');
      expect(scene.cards()).toHaveLength(0);
      await scene.as('ops').presses('Post again', { channel: '#ml-alerts' });
      await shows(/Promote fraud-scorer v7/);
    });
  });

  it('cards that wait through an outage arrive once each, in the order of their requests', async () => {
    await open({ slack: { scopes: historyScopes } });
    scene.slack.fault({ fault: 'too-many-requests', on: true, ms: 1_000, method: 'chat.postMessage' });
    await ask('fraud-scorer', '7', 'ana');
    await vi.waitFor(() => expect(scene.as('ana').told()).toContain('R-1'), patience);
    await ask('home-ranker', '13', 'rosa');
    await vi.waitFor(() => expect(scene.as('rosa').told()).toContain('R-2'), patience);
    scene.slack.fault({ fault: 'too-many-requests', on: false });
    scene.slack.fault({ fault: 'down', on: true, method: 'chat.postMessage' });
    await ask('churn-early-warning', '3', 'kim');
    await vi.waitFor(() => expect(scene.as('kim').told()).toContain('R-3'), patience);
    expect(scene.cards()).toHaveLength(0);
    scene.slack.fault({ fault: 'down', on: false, method: 'chat.postMessage' });
    await vi.waitFor(() => expect(scene.cards()).toHaveLength(3), patience);
    await scene.settled();
    const models = scene.cards().map((card) => /Promote (\S+)/.exec(card)?.[1]);
    expect(models).toEqual(['fraud-scorer', 'home-ranker', 'churn-early-warning']);
  });

  it('a channel that takes no more messages does not hold back another', async () => {
    await open({ slack: { rateLimits: 'slack' } });
    await ask();
    await scene.settled();
    for (const person of ['ben', 'mei']) {
      await scene.as(person).presses('Approve…');
      await scene.as(person).submits({ reason: why });
    }
    await scene.as('ana').presses('Hold');
    expect(scene.thread()).toHaveLength(3);
    await scene.as('jon').presses('Reject…');
    const viewId = scene.slack.see.modal('jon')?.viewId ?? '';
    const values = { reason: { reason: 'the EU slice was never validated' } };
    await scene.slack.act.submit({ as: 'jon', viewId, values });
    await vi.waitFor(() => expect(scene.as('ana').notes().join()).toContain('rejected your request'), patience);
    await vi.waitFor(() => expect(scene.card()).toMatch(/^# Rejected/), patience);
    expect(scene.thread()).toHaveLength(3);
    scene.slack.act.advance(60_000);
    await vi.waitFor(() => expect(scene.thread()).toHaveLength(4), patience);
  });

  it('a card that cannot be posted is told once where people look, and arrives when that is mended', async () => {
    await open();
    const { botUserId } = scene.slack.see.workspace().app;
    scene.slack.act.remove('#ml-approvals', botUserId);
    await ask();
    await shows(/could not be posted in #ml-approvals\. .*invite it with \/invite @Countersign/, '#ml-alerts');
    await type('mei', 'requests');
    await vi.waitFor(() => expect(scene.as('mei').told()).toContain('fraud-scorer v7'), patience);
    await type('mei', 'approve R-1');
    await vi.waitFor(() => expect(scene.as('mei').modal()).toContain('[Approve]'), patience);
    await vi.waitFor(() => expect(posts()).toBeGreaterThan(4), patience);
    scene.slack.act.invite('#ml-approvals', botUserId);
    await shows(/Promote fraud-scorer v7/);
    await scene.settled();
    expect(scene.cards()).toHaveLength(1);
    expect(scene.cards('#ml-alerts')).toHaveLength(1);
    const entries = await scene.database.db.select().from(ledger).where(eq(ledger.event, 'effect_refused'));
    expect(entries).toHaveLength(1);
  });

  it('a card that is found late shows what was decided meanwhile, although its edits had given up', async () => {
    await open({ slack: { scopes: historyScopes } });
    scene.slack.fault({ fault: 'lost-answer', on: true, times: 1, method: 'chat.postMessage' });
    scene.slack.fault({ fault: 'error-500', on: true, method: 'conversations.history' });
    await ask();
    await vi.waitFor(() => expect(scene.as('ana').told()).toContain('R-1'), patience);
    await type('jon', 'reject R-1');
    await vi.waitFor(() => expect(scene.as('jon').modal()).toContain('[Reject]'), patience);
    const viewId = scene.slack.see.modal('jon')?.viewId ?? '';
    const values = { reason: { reason: 'the EU slice was never validated' } };
    await scene.slack.act.submit({ as: 'jon', viewId, values });
    const { db } = scene.database;
    const edits = eq(effects.kind, 'slack.update');
    await vi.waitFor(async () => {
      await db.update(effects).set({ attempts: 100 }).where(edits);
      expect((await db.select().from(effects).where(edits)).map(({ state }) => state)).toContain('refused');
    }, patience);
    expect(scene.card()).not.toMatch(/^# Rejected/);
    scene.slack.fault({ fault: 'error-500', on: false, method: 'conversations.history' });
    await shows(/^# Rejected: fraud-scorer/);
    await scene.settled();
    expect(scene.cards()).toHaveLength(1);
  });
});
