import { asc } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { delegations } from '#store/schema/delegations.ts';
import { ledger } from '#store/schema/ledger.ts';
import { votes } from '#store/schema/request.ts';
import { outlineView } from '#views/outline.ts';
import { openScene, type Scene } from '../support/scene.ts';

const day = 86_400_000;
const why = 'looked at the evidence, it is fine';

describe('/mlops delegate', { timeout: 120_000 }, () => {
  let scene: Scene;
  afterEach(() => scene.close());

  const opens = async () => {
    scene = await openScene();
  };
  const promotes = (person = 'ana') =>
    scene.as(person).types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  const approves = async (person: string) => {
    await scene.as(person).types('/mlops approve R-1');
    await scene.as(person).submits({ reason: why });
  };
  const rows = () => scene.database.db.select().from(delegations).orderBy(asc(delegations.madeAt));
  const entries = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq)))
      .filter(({ event }) => event.startsWith('delegation_'))
      .map(({ event, entry }) => ({ event, entry: JSON.parse(String(entry)) as Record<string, unknown> }));
  const said = async (person: string, text: string) => {
    await scene.as(person).types(text);
    return scene.as(person).told();
  };

  it('lets somebody approve for whoever typed it: an open request is judged anew, and both are told', async () => {
    await opens();
    await promotes();
    await scene.as('lea').types('/mlops explain R-1');
    expect(scene.as('lea').told()).not.toContain('You can approve this');
    expect(await said('mei', '/mlops delegate @lea until friday for risk because on leave')).toMatch(
      /^Lea \S+ acts for you as Risk until Fri 28 Nov 22:59 UTC\. You both have it in a direct message/,
    );
    expect(scene.as('lea').notes()[0]).toMatch(
      /^# You act for Mei Tanaka\nAs Risk, until Fri 28 Nov 22:59 UTC\. Then it ends by itself\.\nWhat you approve fills the seat of Mei Tanaka/,
    );
    expect(scene.as('mei').notes().at(-1)).toMatch(/^# Lea \S+ acts for you\nAs Risk, .*\n“on leave”\n\[End…\]/s);
    expect(scene.card()).toContain('… Risk: 1 more from @U0JON0004, @U0LEA0006 for Mei Tanaka or @U0MEI0003');
    await approves('lea');
    expect(scene.card()).toMatch(/✓ Risk: Lea \S+ for Mei Tanaka/);
    const [vote] = await scene.database.db.select().from(votes);
    expect(vote).toMatchObject({ person: 'lea', actingFor: 'mei' });
    expect(await entries()).toMatchObject([
      {
        event: 'delegation_made',
        entry: { principal: 'mei', delegate: 'lea', roles: ['risk'], actor: { person: 'mei', slackUser: 'U0MEI0003' } },
      },
    ]);
  });

  it('asks whoever acts for somebody beside them, and once one of the two approved tells the other that it is done', async () => {
    await opens();
    await promotes();
    await said('mei', '/mlops delegate @lea until friday because on leave');
    const asked = scene.as('lea').notes().at(-1) ?? '';
    expect(asked).toContain('# Your approval is asked for: promote fraud-scorer v7 to production');
    expect(asked).toContain('You can approve as Risk for Mei Tanaka, one of the 3 approvals that it needs.');
    expect(asked).toContain('[Approve…] [Details]');
    await approves('lea');
    expect(scene.as('lea').notes().at(-1)).toContain('# You approved: promote fraud-scorer v7');
    expect(scene.as('mei').notes().join('\n')).toContain('# Not needed from you now: promote fraud-scorer v7');
    await scene.advance(day);
    expect([...scene.as('lea').notes(), ...scene.as('mei').notes()].join('\n')).not.toContain('Still waiting for you');
  });

  it('asks nobody to act for somebody who has approved or is not asked', async () => {
    await opens();
    await said('mei', '/mlops delegate @lea until friday because on leave');
    await promotes();
    expect(scene.as('lea').notes().at(-1)).toContain('You can approve as Risk for Mei Tanaka');
    await approves('mei');
    expect(scene.as('lea').notes().at(-1)).toContain('# Not needed from you now');
    await said('tom', '/mlops delegate @fin until friday because on leave');
    expect(scene.as('fin').notes().at(-1)).toContain('You can approve as Product for Tom');
    await said('tom', '/mlops delegate end');
    expect(scene.as('fin').notes().join('\n')).toContain('# Not needed from you now');
    expect(scene.as('fin').notes().join('\n')).not.toContain('[Approve…]');
  });

  it('D17 a loop, a chain, oneself, foreign roles, shut out people and days that cannot be are refused, with what to do', async () => {
    await opens();
    await said('mei', '/mlops delegate @lea until friday because on leave');
    const refused: readonly (readonly [string, string, RegExp])[] = [
      [
        'mei',
        '@jon until tomorrow because away',
        /^Lea \S+ acts for you already in this time, until 28 Nov\. End that first/,
      ],
      [
        'lea',
        '@tom until tomorrow because away',
        /^You act for Mei Tanaka in this time, until 28 Nov, and nobody acts/,
      ],
      [
        'tom',
        '@mei until tomorrow because away',
        /^Lea \S+ acts for Mei Tanaka in this time, until 28 Nov, so Mei Tanaka cannot/,
      ],
      ['jon', '@jon until tomorrow because away', /^Nobody acts for themselves/],
      ['jon', '@ben until tomorrow because away', /^Ben \S+ \S+ is in Fraud ML, whose people never decide as Risk/],
      ['jon', '@tom until tomorrow for legal because away', /^You are not in Legal\. Your roles are Risk/],
      ['jon', '@tom until tomorrow for pilots because away', /^`pilots` is no role in people\.yaml/],
      ['jon', '@tom until someday because away', /^`someday` is no day\. Write one as/],
      ['jon', '@nobody until tomorrow because away', /is nobody in people\.yaml\. Mention them/],
      ['jon', '@tom until 2036-11-20 because away', /^Its last day lies before its first/],
      ['jon', '@tom from 2036-11-20 until tomorrow because away', /^It cannot begin before today/],
      ['jon', '@tom until 2037-03-01 because away', /^No playbook lets anybody act for another for more than 21 days/],
    ];
    for (const [person, words, told] of refused) {
      expect(await said(person, `/mlops delegate ${words}`), words).toMatch(told);
    }
    expect(await rows()).toHaveLength(1);
  });

  it('D17 the delegate is the requester, or the requester delegates: their approval fills no seat', async () => {
    await opens();
    await said('mei', '/mlops delegate @tom until friday because on leave');
    await promotes('tom');
    await scene.as('tom').types('/mlops approve R-1');
    expect(scene.as('tom').modal()).toContain('You asked for this, so your approval cannot fill a seat.');
    await said('tom', '/mlops delegate @lea until friday because away');
    // Whoever acts for somebody who acts for another is followed by nobody.
    expect(await rows()).toHaveLength(1);
    await said('mei', '/mlops delegate end');
    await said('tom', '/mlops delegate @jon until friday because away');
    expect(await rows()).toHaveLength(2);
    await scene.as('jon').types('/mlops approve R-1');
    expect(scene.as('jon').modal()).toContain('You stand in for somebody who may not decide this');
    expect(scene.as('jon').modal()).toMatch(/\n\[Close\] \[\]$/);
  });

  it('D17 one delegate for two fills one seat', async () => {
    await opens();
    await promotes();
    await said('mei', '/mlops delegate @lea until friday because on leave');
    await said('tom', '/mlops delegate @lea until friday because on leave');
    expect(await rows()).toHaveLength(2);
    await approves('lea');
    await scene.as('lea').types('/mlops approve R-1');
    expect(scene.as('lea').modal()).toContain('You have approved this already.');
    expect(scene.card()).toMatch(/✓ Risk: Lea \S+ for Mei Tanaka/);
    expect(scene.card()).toMatch(/… Product: 1 more/);
    expect(await said('lea', '/mlops delegate list')).toMatch(
      /^# Who acts for whom\nYou act for Mei Tanaka as Risk .*\[End…\]\nYou act for Tom \S+ as Product .*\[End…\]/s,
    );
    expect(await said('lea', '/mlops delegate end')).toMatch(/^You have 2, with Mei Tanaka and Tom \S+\. `?\/mlops/);
    expect(await said('lea', '/mlops delegate end @tom')).toBe('Ended. You both have it in a direct message.');
    expect(await said('lea', '/mlops delegate list')).not.toContain('Tom');
  });

  it('begins and ends by the clock, each judged by what held then, and by hand', async () => {
    await opens();
    await promotes();
    await said('mei', '/mlops delegate @lea from tomorrow until friday because on leave');
    await scene.as('lea').types('/mlops approve R-1');
    expect(scene.as('lea').modal()).toMatch(/\n\[Close\] \[\]$/);
    await scene.advance(day);
    await approves('lea');
    expect(scene.card()).toMatch(/✓ Risk: Lea \S+ for Mei Tanaka/);
    await scene.advance(2 * day);
    expect(scene.card()).toMatch(/… Risk: 1 more/);
    expect(scene.as('lea').notes().join('\n')).toMatch(
      /Lea \S+ acts for Mei Tanaka no more: its time was up Fri 28 Nov/,
    );
    expect((await rows())[0]?.endedAt?.toISOString()).toBe('2036-11-28T23:00:00.000Z');
    await said('mei', '/mlops delegate @lea until friday because still on leave');
    await scene.as('lea').presses('End…', { channel: direct('lea') });
    expect(scene.as('mei').notes().join('\n')).toMatch(/Lea \S+ acts for Mei Tanaka no more: Lea \S+ ended it/);
    expect(await said('mei', '/mlops delegate list')).toMatch(/^Nobody acts for you, and you act for nobody\./);
    expect((await entries()).map(({ event }) => event)).toEqual([
      'delegation_made',
      'delegation_ended',
      'delegation_made',
      'delegation_ended',
    ]);
  });

  it('asks whoever acts for somebody on the day it begins, and asks them no more on the day it ends', async () => {
    await opens();
    await promotes();
    await said('mei', '/mlops delegate @lea from tomorrow until friday because on leave');
    expect(scene.as('lea').notes().join('\n')).not.toContain('Your approval is asked for');
    expect(scene.card()).not.toContain('for Mei Tanaka');
    await scene.advance(day);
    expect(scene.as('lea').notes().at(-1)).toContain('You can approve as Risk for Mei Tanaka');
    expect(scene.card()).toContain('@U0LEA0006 for Mei Tanaka');
    await scene.advance(2 * day);
    expect(scene.as('lea').notes().join('\n')).toContain('# Not needed from you now');
    expect(scene.as('lea').notes().join('\n')).not.toContain('[Approve…]');
    expect(scene.card()).not.toContain('for Mei Tanaka');
  });

  it('without words asks in a form, which says what is wrong and keeps what was filled in', async () => {
    await opens();
    await scene.as('mei').types('/mlops delegate @jon');
    expect(scene.as('mei').modal()).toContain('[x] Risk');
    const fill = { 'delegate-until': '2036-11-20', 'delegate-reason': 'on leave' };
    await scene.as('mei').submits(fill);
    expect(scene.as('mei').modal()).toContain('✗ Its last day lies before its first.');
    await scene.as('mei').submits({ ...fill, 'delegate-until': '2036-12-01' });
    expect(scene.as('mei').modal()).toMatch(/Jon \S+ acts for you as Risk until Mon 1 Dec 22:59 UTC/);
    expect(await rows()).toMatchObject([{ principal: 'mei', delegate: 'jon', roles: ['risk'], reason: 'on leave' }]);
    await scene.as('fin').types('/mlops delegate list');
    expect(scene.as('fin').told()).toContain('Nobody acts for you');
  });

  it('stands in App Home, where it is made and ended', async () => {
    await opens();
    const home = async (person: string) => {
      await scene.slack.act.openHome(person);
      await scene.settled();
      return outlineView(scene.slack.see.home(person) ?? {});
    };
    expect(await home('lea')).toContain('# Delegations\nNobody acts for you, and you act for nobody.\n[Delegate…]');
    await said('mei', '/mlops delegate @lea until friday because on leave');
    // What stands open follows.
    expect(outlineView(scene.slack.see.home('lea') ?? {})).toMatch(/You act for Mei Tanaka as Risk until .*\[End…\]/);
    expect(await home('mei')).toMatch(/# Delegations\nLea \S+ acts for you as Risk until .*\[End…\]\n\[Delegate…\]/);
    const end = pressOf(scene.slack.see.home('mei'), 'delegation-end');
    await scene.slack.act.press({ as: 'mei', home: true, ...end });
    await scene.settled();
    expect(await home('mei')).toContain('Nobody acts for you');
    expect((await rows())[0]).toMatchObject({ endedBy: 'mei' });
  });

  const direct = (person: string) => {
    const { people, channels } = scene.slack.see.workspace();
    const id = people.find(({ name }) => name === person)?.id ?? person;
    return channels.find(({ kind, members }) => kind === 'direct' && members.includes(id))?.id ?? '';
  };
});

function pressOf(view: unknown, actionId: string): { blockId: string; actionId: string } {
  const { blocks } = view as { blocks: { block_id?: string; accessory?: { action_id?: string } }[] };
  const found = blocks.find(({ accessory }) => accessory?.action_id === actionId);
  if (found === undefined) throw new Error(`no button ${actionId}`);
  return { blockId: found.block_id ?? '', actionId };
}
