import { randomUUID } from 'node:crypto';
import { asc, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dueBefore, lastDue, nextDue } from '#operations/digest/due-time.ts';
import { sweepDigests, tellDigests } from '#operations/digest/tell-digests.ts';
import type { Setting } from '#operations/setting.ts';
import { digest } from '#playbook/schema/digest.ts';
import { addIdle } from '#store/idle-findings.ts';
import { messages } from '#store/schema/delivery.ts';
import { digestSlots } from '#store/schema/digests.ts';
import { ledger } from '#store/schema/ledger.ts';
import { costSetting, heldBill } from '../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';
import { failingDatabase } from '../support/failing-database.ts';

let database: FreshDatabase;
let world: { now: string; sent: (readonly unknown[])[] };

beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  world = { now: '2026-11-18T10:00:00.000Z', sent: [] };
});
afterEach(() => database.close());

/** Teams fraud and recs, whose models have no channel of their own; with what org.yaml says of digests. */
function setting(written: object = {}, db = database.db): Setting {
  const plain = costSetting(database, heldBill(), world);
  const current = plain.playbooks();
  const models = ['fraud', 'recs'].map((team) => ({
    id: `${team}/model`,
    in: { mlflow: `${team}-model` },
    team,
    owner: 'ana',
    labels: {},
    channel: null,
  }));
  const org = { ...current.set.org, name: 'Northwind', digest: digest.parse(written) };
  const set = { ...current.set, org, models: { models } } as unknown as typeof current.set;
  return { ...plain, db, costs: new Map(), newId: randomUUID, playbooks: () => ({ ...current, set }) };
}

let things = 0;
async function leaveOn(team: string, name = `notebook-${(things += 1)}`): Promise<void> {
  await addIdle(database.db, {
    id: randomUUID(),
    workspaceId: 'T1',
    provider: 'Google Cloud',
    resource: `//notebooks/${name}`,
    name,
    kind: 'notebook',
    evidence: 'Nobody logged in.',
    since: '2026-11-10',
    perDay: '31',
    currency: 'EUR',
    team,
    channel: '#ml-digest',
    askedAt: new Date(world.now),
    seenOn: '2026-11-17',
  });
}

/** Three workers look at a moment, and whoever finds something due tells it, all at once. */
async function at(now: string, of = () => setting()): Promise<void> {
  world.now = now;
  world.sent = [];
  await Promise.all([sweepDigests(of()), sweepDigests(of()), sweepDigests(of())]);
  const jobs = world.sent.filter(([name]) => name === 'tell-digests');
  await Promise.all(jobs.map(() => tellDigests(of())));
}

const told = async () =>
  (await database.db.select().from(messages).orderBy(asc(messages.key))).map(({ key, channel }) => `${key} ${channel}`);
const slots = async () =>
  (await database.db.select().from(digestSlots).orderBy(asc(digestSlots.period), asc(digestSlots.audience))).map(
    ({ audience, period, state }) => `${period} ${audience} ${state}`,
  );

describe('weekly digests', () => {
  it('come from the first Monday after they are known on, once with three workers, and are quiet with nothing to say', async () => {
    await leaveOn('fraud');
    await at('2026-11-18T10:00:00.000Z');
    expect(await told()).toEqual([]);
    expect(await slots()).toEqual([
      '2026-11-16 organization first',
      '2026-11-16 team:fraud first',
      '2026-11-16 team:recs first',
    ]);

    await at('2026-11-23T07:59:59.000Z');
    expect(await told()).toEqual([]);
    await at('2026-11-23T08:00:00.000Z');
    const first = [
      'digest:organization:2026-11-23 #ml-digest',
      'digest:organization:2026-11-23:detail #ml-digest',
      'digest:team:fraud:2026-11-23 #ml-digest',
    ];
    expect(await told()).toEqual(first);
    expect((await slots()).slice(3)).toEqual([
      '2026-11-23 organization told',
      '2026-11-23 team:fraud told',
      '2026-11-23 team:recs quiet',
    ]);
    await at('2026-11-23T08:01:00.000Z');
    await at('2026-11-29T23:00:00.000Z');
    expect(await told()).toEqual(first);
    expect(world.sent).toEqual([]);
  });

  it('after nine days without anything running, the last is told and says which did not come', async () => {
    await leaveOn('fraud');
    await at('2026-11-21T10:00:00.000Z');
    // From Saturday until Monday of the week after next.
    await at('2026-11-30T11:00:00.000Z');
    expect((await told()).filter((one) => one.includes('fraud'))).toEqual(['digest:team:fraud:2026-11-30 #ml-digest']);
    expect((await slots()).filter((one) => one.includes('fraud'))).toEqual([
      '2026-11-16 team:fraud first',
      '2026-11-23 team:fraud missed',
      '2026-11-30 team:fraud told',
    ]);
    const { rows } = await database.db.execute<{ body: string }>(sql`select body from contents`);
    expect(rows.map(({ body }) => JSON.parse(body).missed)).toContainEqual(['2026-11-23']);
    const skipped = (await database.db.select().from(ledger)).filter(({ event }) => event === 'digest_skipped');
    expect(skipped).toHaveLength(3);
  });

  it('come on the clock of each team, and leaders hear of theirs', async () => {
    const written = {
      time: 'mon 09:00',
      teams: { fraud: { zone: 'Asia/Tokyo', channel: '#fraud' }, recs: { off: true } },
      leaders: [{ id: 'heads', teams: ['fraud'], time: 'fri 16:00', channel: '#heads' }],
    };
    const of = () => setting(written);
    await leaveOn('fraud');
    await leaveOn('recs');
    await at('2026-11-20T10:00:00.000Z', of);
    await at('2026-11-23T00:00:00.000Z', of);
    expect(await told()).toEqual([
      'digest:leaders:heads:2026-11-20 #heads',
      'digest:leaders:heads:2026-11-20:detail #heads',
      'digest:team:fraud:2026-11-23 #fraud',
    ]);
    await at('2026-11-23T08:00:00.000Z', of);
    expect((await slots()).filter((one) => one.includes('recs'))).toEqual([]);
    const { rows } = await database.db.execute<{ body: string }>(sql`select body from contents`);
    const heads = rows.map(({ body }) => body).find((body) => body.includes('"leaders"')) ?? '';
    expect(heads).toContain('1 thing');
  });

  it('are told once whichever statement a process dies at', async () => {
    const died: number[] = [];
    const alone = { teams: { recs: { off: true } } };
    for (let statement = 1; ; statement += 1) {
      world.now = '2026-11-21T10:00:00.000Z';
      await leaveOn('fraud', `n${statement}`);
      await tellDigests(setting(alone));
      world.now = '2026-11-30T08:00:00.000Z';
      const failing = failingDatabase(database.url, statement);
      const ended = await tellDigests(setting(alone, failing.db)).catch((error: unknown) => error);
      await failing.close();
      if (!failing.failed()) break;
      expect(ended).toBeInstanceOf(Error);
      died.push(statement);
      await tellDigests(setting(alone));
      await tellDigests(setting(alone));
      expect((await told()).filter((one) => one.includes('team:fraud:2026-11-30 '))).toHaveLength(1);
      expect((await slots()).filter((one) => one.startsWith('2026-11-30'))).toHaveLength(2);
      const { rows } = await database.db.execute(sql`select 1 from effects where kind = 'slack.post'`);
      expect(rows).toHaveLength((await told()).length);
      await database.db.execute(sql`delete from effects`);
      await database.db.execute(sql`delete from messages`);
      await database.db.execute(sql`delete from digest_slots`);
      await database.db.execute(sql`delete from idle_findings`);
    }
    expect(died.length).toBeGreaterThan(20);
  }, 180_000);
});

describe('the time at which a digest is due', () => {
  const amsterdam = 'Europe/Amsterdam';
  const iso = (at: number) => new Date(at).toISOString();

  it('is the same on the clock before and after it changes', () => {
    const now = (text: string) => lastDue('mon 09:00', amsterdam, Date.parse(text));
    expect(iso(now('2026-10-24T12:00:00Z').at)).toBe('2026-10-19T07:00:00.000Z');
    expect(iso(now('2026-10-26T12:00:00Z').at)).toBe('2026-10-26T08:00:00.000Z');
    expect(iso(now('2026-03-30T12:00:00Z').at)).toBe('2026-03-30T07:00:00.000Z');
    expect(iso(dueBefore('mon 09:00', amsterdam, '2026-10-26', 1).at)).toBe('2026-10-19T07:00:00.000Z');
  });

  it('is the moment of the change where the clock skips it, and the first of two where it shows it twice', () => {
    const spring = lastDue('sun 02:30', amsterdam, Date.parse('2026-03-29T12:00:00Z'));
    expect([spring.period, iso(spring.at)]).toEqual(['2026-03-29', '2026-03-29T01:00:00.000Z']);
    const autumn = lastDue('sun 02:30', amsterdam, Date.parse('2026-10-25T12:00:00Z'));
    expect([autumn.period, iso(autumn.at)]).toEqual(['2026-10-25', '2026-10-25T00:30:00.000Z']);
    // Between the two, on the clock that shows 02:30 again, nothing is due a second time.
    expect(lastDue('sun 02:30', amsterdam, Date.parse('2026-10-25T01:30:00Z'))).toEqual(autumn);
  });

  it.each(['UTC', amsterdam, 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe'])(
    'comes every week once in %s, whatever minute one looks at',
    (zone) => {
      const seen = new Map<string, number>();
      const start = Date.parse('2026-03-01T00:00:00Z');
      for (let hour = 0; hour < 24 * 280; hour += 2) {
        const now = start + hour * 3_600_000;
        const { period, at } = lastDue('sun 02:30', zone, now);
        expect(at).toBeLessThanOrEqual(now);
        expect(nextDue('sun 02:30', zone, now).at).toBeGreaterThan(now);
        expect(seen.get(period) ?? at).toBe(at);
        seen.set(period, at);
      }
      const days = [...seen.keys()];
      expect(days).toHaveLength(41);
      for (const [n, day] of days.entries()) {
        expect(Date.parse(day) - Date.parse(days[0] ?? '')).toBe(n * 7 * 86_400_000);
      }
    },
  );
});

describe('a digest on the days on which clocks change', () => {
  it.each([
    [
      'spring',
      '2026-03-27T10:00:00Z',
      ['2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z', '2026-03-29T01:30:00Z'],
      '2026-03-29',
    ],
    [
      'autumn',
      '2026-10-23T10:00:00Z',
      ['2026-10-25T00:29:59Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
      '2026-10-25',
    ],
  ])('of %s comes once', async (_name, before, [early = '', due = '', again = ''], period) => {
    const of = () => setting({ time: 'sun 02:30' });
    await leaveOn('fraud');
    await at(before, of);
    await at(early, of);
    expect(await told()).toEqual([]);
    await at(due, of);
    await at(again, of);
    expect((await told()).filter((one) => one.includes('fraud'))).toEqual([`digest:team:fraud:${period} #ml-digest`]);
  });
});
