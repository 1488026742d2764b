import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LeftOn } from '#domain/claim.ts';
import { tellIdle } from '#operations/claims/tell-idle.ts';
import { billLine, type HeldBill, heldBill } from '../support/cost-world.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Days before 26 November 2036, a Wednesday, when the scene begins at 11:00 in Amsterdam. */
const before = (days: number) => new Date(Date.parse('2036-11-26') - days * day).toISOString().slice(0, 10);
const notebook: LeftOn = {
  kind: 'notebook',
  provider: 'Google Cloud',
  resource: 'projects/northwind-ml/locations/z/instances/gpu-lab-3',
  name: 'gpu-lab-3',
  project: 'northwind-ml',
  sentence: 'Nobody logged in.',
  since: '2036-11-20',
  idleDays: 6,
  costPerDay: { amount: '31', currency: 'EUR' },
  team: 'fraud',
};

describe('the weekly digest', { timeout: 120_000 }, () => {
  let scene: Scene;
  let bill: HeldBill;
  let folder: PlaybooksFolder;

  beforeEach(async () => {
    bill = heldBill();
    for (let ago = -7; ago <= 70; ago += 1) {
      const amount = ago < 3 ? '14' : '10';
      bill.lines.push(
        billLine(before(ago), amount, { team: 'fraud', model: 'fraud-scorer', env: 'prod', owner: 'ana' }),
        billLine(before(ago), '3', { team: 'credit', model: 'credit-limit', env: 'prod' }),
      );
    }
    folder = await playbooksFolder();
    const digest = 'digest: {leaders: [{id: heads, teams: [fraud, credit], channel: "#ml-alerts"}]}';
    await folder.edit('org.yaml', 'currency: EUR', `currency: EUR\n${digest}`);
    scene = await openScene({ costs: new Map([['bill', bill]]), playbooks: folder.path });
    await scene.settled();
  });
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  const digests = (channel = '#ml-digest') => scene.channel(channel).filter((text) => text.includes('· week '));

  it('is previewed by whoever asks, comes on Monday at nine once, and tells what happened', async () => {
    const ana = scene.as('ana');
    await ana.types('/mlops digest');
    expect(ana.told()).toContain('# Team fraud · week 47');
    expect(ana.told()).toContain('Spend: €70, as in the week before');
    await ana.types('/mlops digest preview org');
    expect(ana.told()).toContain('# Northwind Lending · week 47');
    await ana.types('/mlops digest preview frad');
    expect(ana.told()).toBe('No digest is for frad. Did you mean fraud?');
    expect(digests()).toEqual([]);

    await ana.types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    const other = await scene.another('worker');
    await scene.advance(4 * day + 22 * hour - 60_000);
    await scene.settled();
    expect(digests()).toEqual([]);
    await scene.advance(60_000);
    await Promise.all([scene.app.tick(), other.tick()]);
    await scene.settled();
    await Promise.all([scene.app.tick(), other.tick()]);
    await scene.settled();
    await other.stop();
    const [fraud, ...more] = digests().filter((text) => text.startsWith('# Team fraud'));
    expect(more).toEqual([]);
    expect(fraud).toContain(
      '# Team fraud · week 48\nSpend: €98, up 40% on the week before; most: +€28 fraud-scorer, Vertex AI',
    );
    expect(fraud).toMatch(
      /Waiting: promote `fraud-scorer` v7 to production, for 4 d 2\d h; meanwhile the model costs €14 a day/,
    );
    expect(digests().filter((text) => text.startsWith('# Northwind Lending'))).toHaveLength(1);
    expect(digests('#ml-alerts')).toEqual([expect.stringContaining('# For heads: 2 teams · week 48\nSpend: €119')]);
    // Teams without spend or news are told nothing.
    expect(digests().filter((text) => text.startsWith('# Team recs'))).toEqual([]);
  });

  it('asks about what is left on, and loses its buttons once somebody decided', async () => {
    const sighting = { found: [notebook], providers: ['Google Cloud'], asOf: '2036-11-25' };
    await tellIdle(scene.app.setting, sighting);
    await scene.advance(5 * day);
    await scene.app.tick();
    await scene.settled();
    const fraud = () => digests().find((text) => text.startsWith('# Team fraud')) ?? '';
    expect(fraud()).toContain('Left on: notebook `gpu-lab-3`, €31 a day, unused since 20 Nov\n[Stop…] [Keep 7 days]');
    const message = scene.slack.see.messages('#ml-digest').find(({ text }) => text.startsWith('Team fraud · week'));
    if (message === undefined) throw new Error('no digest');
    await scene.as('ana').presses('Keep 7 days', { channel: '#ml-digest', message });
    await scene.settled();
    expect(scene.as('ana').told('#ml-digest')).toContain('kept for 7 days');
    expect(fraud()).toContain('Left on: notebook `gpu-lab-3`');
    expect(fraud()).not.toContain('[Keep 7 days]');
  });

  it('comes to a person who subscribed, once, on the clock of their zone, until they end it', async () => {
    const kim = scene.as('kim');
    await kim.types('/mlops digest subscribe fraud');
    expect(kim.told()).toContain('You get the digest of Team fraud here in direct messages from');
    await kim.types('/mlops digest subscribe fraud');
    expect(kim.told()).toBe('You get this digest already. `/mlops digest unsubscribe fraud` ends that.');
    // Monday 09:00 in New York, where Kim is, is 14:00 in UTC.
    const notes = () => kim.notes().filter((text) => text.includes('· week '));
    await scene.advance(5 * day + 4 * hour - 1000);
    await scene.settled();
    expect(notes()).toEqual([]);
    await scene.advance(1000);
    await scene.settled();
    expect(notes()).toEqual([expect.stringContaining('# Team fraud · week 48')]);
    await kim.types('/mlops digest unsubscribe fraud');
    expect(kim.told()).toContain('You do not get the digest of Team fraud any more.');
    await kim.types('/mlops digest unsubscribe fraud');
    expect(kim.told()).toContain('You do not get this digest. `/mlops digest subscribe fraud` sends it to you.');
    await scene.advance(7 * day);
    await scene.app.tick();
    await scene.settled();
    expect(notes()).toHaveLength(1);
  });
});
