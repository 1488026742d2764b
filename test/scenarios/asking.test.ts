import { asc, eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { asks } from '#store/schema/asks.ts';
import { ledger } from '#store/schema/ledger.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const hour = 3_600_000;
const day = 24 * hour;
const why = 'looked at the evidence, it is fine';
const everybody = ['ana', 'ben', 'mei', 'jon', 'tom', 'lea', 'fin', 'ops', 'rosa', 'kim'];

describe('people are asked', { timeout: 120_000 }, () => {
  let scene: Scene;
  let folder: PlaybooksFolder | null = null;
  afterEach(async () => {
    await scene.close();
    await folder?.remove();
    folder = null;
  });

  const openWith = async (asking: string) => {
    folder = await playbooksFolder();
    await folder.edit('promotion-critical.yaml', '  remind_every: 1d\n  escalate: [{after: 2d, to: owner}]', asking);
    scene = await openScene({ playbooks: folder.path });
  };
  const promoteFraud = () =>
    scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  const approve = async (person: string, request = 'R-1') => {
    await scene.as(person).types(`/mlops approve ${request}`);
    await scene.as(person).submits({ reason: why });
  };
  /** The first lines of what each person was written about approvals. */
  const notes = (person: string) =>
    scene
      .as(person)
      .notes()
      .map((note) => note.split('\n', 1)[0] ?? '')
      .filter((line) => !line.startsWith('✓'));
  const asked = () => everybody.filter((person) => notes(person).length > 0);
  const reminded = (person: string) =>
    notes(person).filter((line) => /^# (Still waiting|\d+ requests? still)/.test(line));
  const steps = async () =>
    (await scene.database.db.select().from(asks).orderBy(asc(asks.askedAt), asc(asks.asked), asc(asks.step))).map(
      ({ asked: who, step }) => `${who} ${step}`,
    );

  it('D34 who can fill a seat, and nobody who has; each message says how it ends', async () => {
    scene = await openScene();
    await promoteFraud();
    expect(asked()).toEqual(['ben', 'mei', 'jon', 'tom']);
    expect(scene.as('ben').notes()).toHaveLength(1);
    const [note = ''] = scene.as('mei').notes();
    expect(note).toContain('# Your approval is asked for: promote fraud-scorer v7 to production');
    expect(note).toContain('You can approve as Risk, one of the 3 approvals that it needs.');
    expect(note).toContain('“better recall on EU cards”');
    expect(note).toContain('[Approve…] [Reject…] [Details]');
    expect(note).toMatch(/Without enough approvals it expires .*: v5 stays `production`/);
    await approve('ben');
    await approve('mei');
    expect(notes('ben')).toEqual(['# You approved: promote fraud-scorer v7 to production']);
    expect(notes('jon')).toEqual(['# Not needed from you now: promote fraud-scorer v7 to production']);
    await scene.advance(day);
    expect([reminded('ben'), reminded('mei'), reminded('jon')]).toEqual([[], [], []]);
    expect(reminded('tom')).toHaveLength(1);
    await approve('tom');
    expect(notes('tom')).toEqual(Array(2).fill('# No longer asked: promote fraud-scorer v7 to production'));
    expect(scene.as('tom').notes().at(-1)).not.toContain('[Approve…]');
    await scene.advance(3 * day);
    expect(asked().flatMap(reminded)).toEqual([]);
  });

  it('from the message itself: pressing Approve there is signing', async () => {
    scene = await openScene();
    await promoteFraud();
    const { people, channels } = scene.slack.see.workspace();
    const id = people.find(({ name }) => name === 'tom')?.id ?? '';
    const direct = channels.find(({ kind, members }) => kind === 'direct' && members.includes(id))?.id ?? '';
    await scene.as('tom').presses('Approve…', { channel: direct });
    expect(scene.as('tom').modal()).toContain('You approve as Product');
    await scene.as('tom').submits({ reason: why });
    expect(scene.thread().join('\n')).toContain('Tom Lindqvist approved as Product');
  });

  it('and reminded once a day, whoever else looks and however long nobody did', async () => {
    scene = await openScene();
    const other = await scene.another('worker');
    try {
      await promoteFraud();
      await scene.advance(day - 1_000);
      expect(reminded('mei')).toEqual([]);
      scene.slack.act.advance(1_000);
      await Promise.all([scene.app.tick(), other.tick(), scene.app.tick(), other.tick()]);
      await scene.settled();
      await scene.advance(hour);
      expect(reminded('mei')).toHaveLength(1);
      expect(await steps()).toEqual([
        ...['ben', 'jon', 'mei', 'tom'].map((person) => `${person} first`),
        ...['ben', 'jon', 'mei', 'tom'].map((person) => `${person} remind:1`),
      ]);
    } finally {
      await other.stop();
    }
    await scene.restart({ beforeStart: () => scene.slack.act.advance(3 * day) });
    await scene.advance(60_000);
    expect(reminded('mei')).toHaveLength(2);
    expect(scene.thread().filter((line) => line.includes('is told now'))).toHaveLength(1);
  });

  it('of several requests in one message', async () => {
    scene = await openScene();
    await promoteFraud();
    await scene.advance(6 * hour);
    await scene.as('kim').types('/mlops promote credit-limit 4 to production because new bureau data');
    const second = scene.cards().length;
    expect(second).toBe(2);
    await scene.advance(18 * hour);
    expect(reminded('mei')).toEqual(['# 2 requests still wait for you']);
    const both =
      scene
        .as('mei')
        .notes()
        .find((note) => note.startsWith('# 2 requests still wait for you')) ?? '';
    expect(both).toMatch(/promote fraud-scorer v7 to production.*\n.*expires .*Still missing: .*Code/);
    expect(both).toContain('promote credit-limit v4 to production');
    await scene.advance(6 * hour);
    expect(reminded('mei')).toHaveLength(1);
    await approve('mei');
    expect(scene.as('mei').notes().join('\n')).toContain('✓ promote fraud-scorer v7 to production: you approved');
    expect(notes('mei')).toContain('# 1 request still waits for you');
    await scene.advance(18 * hour);
    expect(reminded('mei')).toHaveLength(2);
    expect(notes('mei')).toContain('# Still waiting for you: promote credit-limit v4 to production');
  });

  it('never while it is held, and again once it is not', async () => {
    scene = await openScene();
    await promoteFraud();
    await scene.as('mei').presses('Hold');
    await scene.advance(3 * day);
    expect(asked().flatMap(reminded)).toEqual([]);
    expect(scene.thread().filter((line) => line.includes('is told now'))).toEqual([]);
    await scene.as('mei').presses('Release hold');
    expect(reminded('tom')).toHaveLength(1);
    expect(scene.thread().filter((line) => line.includes('is told now'))).toHaveLength(1);
  });

  it('and who waits too long is told on: a role, the owner and a channel, each once', async () => {
    await openWith('  escalate: [{after: 1d, to: legal}, {after: 2d, to: owner}, {after: 36h, to: "#ml-alerts"}]');
    await promoteFraud();
    await scene.advance(day);
    expect(notes('lea')).toEqual(['# Nobody has decided yet: promote fraud-scorer v7 to production']);
    expect(scene.as('lea').notes()[0]).toContain('[Details]');
    expect(scene.as('lea').notes()[0]).not.toContain('[Approve…]');
    expect(scene.thread().at(-1)).toMatch(/This is not decided after 1 d\. Missing: .*\nLegal is told now: Lea/);
    await scene.restart({ beforeStart: () => scene.slack.act.advance(2 * day) });
    await scene.advance(60_000);
    const alerts = scene.channel('#ml-alerts').filter((text) => text.includes('not decided after'));
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatch(/promote fraud-scorer v7 to production: not decided after 1 d 12 h\./);
    const told = scene.thread().filter((line) => line.includes('is told now'));
    expect(told.map((line) => /\n(\w+) is told/.exec(line)?.[1])).toEqual(['Legal', 'Risk']);
    const events = await scene.database.db.select().from(ledger).where(eq(ledger.event, 'request_escalated'));
    expect(events).toHaveLength(3);
    await scene.advance(60_000);
    expect(await scene.database.db.select().from(ledger).where(eq(ledger.event, 'request_escalated'))).toHaveLength(3);
    await scene.as('ben').presses('Reject…');
    await scene.as('ben').submits({ reason: 'recall fell in the north region' });
    expect(notes('lea')).toEqual(['# No longer asked: promote fraud-scorer v7 to production']);
  });

  it('by lightest load where the playbook says so; the others once those had their time', async () => {
    await openWith('  remind_every: 1d\n  first: [{role: risk, mode: lightest_load, count: 1}]');
    await promoteFraud();
    expect(asked()).toEqual(['jon']);
    await scene.as('kim').types('/mlops promote credit-limit 4 to production because new bureau data');
    expect(asked()).toEqual(['mei', 'jon']);
    await scene.advance(day);
    expect(await steps()).toContain('tom first');
    expect(await steps()).toContain('ben first');
    expect(notes('mei')).toHaveLength(2);
    expect(reminded('mei')).toEqual(['# Still waiting for you: promote credit-limit v4 to production']);
  });
});
