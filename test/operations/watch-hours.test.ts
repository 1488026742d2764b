import { randomUUID } from 'node:crypto';
import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CostHour } from '#domain/cost.ts';
import { UpstreamError } from '#errors.ts';
import { judgeCosts } from '#operations/cost/judge-costs.ts';
import { rollUp, sweepCosts } from '#operations/cost/roll-up.ts';
import { sweepHours, watchHours } from '#operations/cost/watch-hours.ts';
import type { Setting } from '#operations/setting.ts';
import { costAnomalies } from '#store/schema/cost-news.ts';
import { messages } from '#store/schema/delivery.ts';
import { ledger } from '#store/schema/ledger.ts';
import { billLine, costSetting, type HeldBill, heldBill } from '../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

const hourMs = 3_600_000;
let database: FreshDatabase;
let world: { now: string; sent: (readonly unknown[])[] };
/** Euros of an hour of the team recs; null for one that has not come. */
let euros: (hourMs: number) => number | null;
let asked: string[];
let currency: string;
/** What whole days cost. */
let bill: HeldBill;

beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  world = { now: '2026-11-26T10:00:00.000Z', sent: [] };
  asked = [];
  currency = 'EUR';
  bill = heldBill();
  euros = () => 4;
});
afterEach(() => database.close());

function setting(): Setting {
  const told = {
    ...bill,
    hoursSince: async (first: string) => {
      asked.push(first);
      const hours: CostHour[] = [];
      for (let at = Date.parse(`${first}T00:00:00Z`); at < Date.parse(world.now); at += hourMs) {
        const cost = euros(at);
        const hour = { hour: new Date(at).toISOString(), team: 'recs', currency };
        if (cost === null) continue;
        hours.push({ ...hour, service: 'Vertex AI', effective: String(cost) });
        hours.push({ ...hour, service: 'Compute Engine', effective: '0.000000000001' });
      }
      return hours;
    },
  };
  return { ...costSetting(database, told, world), newId: randomUUID };
}

async function watch(): Promise<boolean> {
  world.sent = [];
  await sweepHours(setting());
  const due = world.sent.some(([name]) => name === 'watch-hours');
  if (due) await Promise.all([watchHours(setting(), 'bill'), watchHours(setting(), 'bill')]);
  return due;
}

const found = async () => await database.db.select().from(costAnomalies).orderBy(asc(costAnomalies.foundAt));
const revisions = async () =>
  (await database.db.select().from(messages)).map((row) => [row.channel, row.wantedRevision]);
const since = (iso: string) => (at: number) => at >= Date.parse(iso);

describe('spending fast', () => {
  it('is told once within hours, follows while it lasts, and ends', async () => {
    expect(await watch()).toBe(true);
    expect(await found()).toEqual([]);

    const rush = since('2026-11-26T11:00:00Z');
    euros = (at) => (rush(at) ? 60 : 4);
    world.now = '2026-11-26T13:00:00.000Z';
    await watch();
    const [first, ...others] = await found();
    expect(others).toEqual([]);
    // Two hours at 60 and four at 4, beside six at 4.
    expect(first).toMatchObject({ kind: 'rush', team: 'recs', service: null, channel: '#ml-digest' });
    expect(first?.anomaly).toMatchObject({
      hours: { from: '2026-11-26T07:00:00.000Z', count: 6 },
      excess: '112.000000000006',
      closedOn: null,
    });
    expect(first?.moved).toEqual([{ by: 'service', value: 'Vertex AI', before: '24', now: '136', delta: '112' }]);
    expect(first?.anomaly.days).toMatchObject([{ day: '2026-11-26', actual: '136.000000000006', expected: '24' }]);

    world.now = '2026-11-26T15:00:00.000Z';
    await watch();
    expect(await found()).toHaveLength(1);
    expect((await found())[0]?.anomaly.excess).toBe('224.000000000006');
    expect(await revisions()).toEqual([['#ml-digest', 2]]);

    euros = (at) => (rush(at) && at < Date.parse('2026-11-26T16:00:00Z') ? 60 : 4);
    world.now = '2026-11-27T00:00:00.000Z';
    await watch();
    expect((await found())[0]?.anomaly.closedOn).toBe('2026-11-27');
    const events = (await database.db.select().from(ledger).orderBy(asc(ledger.seq))).map(({ event }) => event);
    expect(events).toEqual(['cost_anomaly_found', 'cost_anomaly_ended']);
  });

  it('is nothing below the floor', async () => {
    euros = (at) => (since('2026-11-26T06:00:00Z')(at) ? 4 : 0.5);
    await watch();
    expect(await found()).toEqual([]);
  });

  it('is weighed in the units of its currency, and by all that is spent in one that is not ours', async () => {
    currency = 'JPY';
    euros = (at) => (since('2026-11-26T06:00:00Z')(at) ? 400 : 4);
    await watch();
    // 1,584 yen more than usual are less than 2,500.
    expect(await found()).toEqual([]);
    euros = (at) => (since('2026-11-26T06:00:00Z')(at) ? 4000 : 4);
    world.now = '2026-11-26T12:00:00.000Z';
    await watch();
    expect(await found()).toMatchObject([{ kind: 'rush', currency: 'JPY' }]);
  });

  it('is nothing where every day has such hours', async () => {
    euros = (at) => (new Date(at).getUTCHours() >= 8 ? 60 : 1);
    world.now = '2026-11-26T13:00:00.000Z';
    await watch();
    expect(await found()).toEqual([]);
  });

  it('is not told of hours that are long past, when lines stopped coming', async () => {
    euros = (at) => {
      if (since('2026-11-25T00:00:00Z')(at)) return null;
      return since('2026-11-24T18:00:00Z')(at) ? 90 : 4;
    };
    world.now = '2026-11-27T12:00:00.000Z';
    await watch();
    expect(await found()).toEqual([]);
  });

  it('is looked for every two hours, over the days that are compared at first and three afterwards', async () => {
    await watch();
    world.now = '2026-11-26T11:59:00.000Z';
    expect(await watch()).toBe(false);
    world.now = '2026-11-26T12:00:00.000Z';
    expect(await watch()).toBe(true);
    world.now = '2026-12-02T12:00:00.000Z';
    await watch();
    expect(asked).toEqual(['2026-11-10', '2026-11-23', '2026-11-25']);
  });

  it('is looked for again when a bill can be read again', async () => {
    const down: Setting['costs'] = new Map([
      [
        'bill',
        {
          ...heldBill(),
          hoursSince: () => {
            throw new UpstreamError('Bill', 'It is down.', { retryable: true, retryAfterMs: 60_000 });
          },
        },
      ],
    ]);
    await sweepHours({ ...setting(), costs: down });
    await watchHours({ ...setting(), costs: down }, 'bill');
    expect(await watch()).toBe(false);
    world.now = '2026-11-26T10:01:00.000Z';
    expect(await watch()).toBe(true);
  });

  it('is left alone by what judges whole days', async () => {
    const rush = since('2026-11-26T07:00:00Z');
    euros = (at) => (rush(at) ? 60 : 4);
    await watch();
    await judgeCosts(setting());
    expect((await found()).map(({ corrected }) => corrected)).toEqual([false]);
  });
});

describe('spending fast on a day that stands out', () => {
  const day = (ago: number) => new Date(Date.parse('2026-11-26') - ago * 24 * hourMs).toISOString().slice(0, 10);

  /** Whole days of two services, the 26th with as much more as is given. */
  function days(more: { readonly vertex: number; readonly compute: number }): void {
    bill.lines = Array.from({ length: 70 }, (_, ago) => [
      billLine(day(ago), String(96 + (ago === 0 ? more.vertex : 0)), { team: 'recs' }),
      billLine(day(ago), String(48 + (ago === 0 ? more.compute : 0)), { team: 'recs' }, { service: 'Compute Engine' }),
    ]).flat();
  }

  async function night(now: string): Promise<void> {
    world.now = now;
    await sweepCosts(setting());
    for (let turn = 0; turn < 20 && world.sent.some(([name]) => name === 'read-costs'); turn += 1) {
      world.sent = [];
      await rollUp(setting(), 'bill');
    }
    await judgeCosts(setting());
  }

  async function rush(): Promise<string> {
    euros = (at) => (since('2026-11-26T07:00:00Z')(at) ? 60 : 4);
    world.now = '2026-11-26T13:00:00.000Z';
    await watch();
    const [told, ...others] = await found();
    expect(others).toEqual([]);
    await database.db.update(costAnomalies).set({ acknowledgedBy: 'rosa' });
    return told?.id ?? '';
  }

  it('goes on in the message that told it by the hour, with what people said', async () => {
    const id = await rush();
    days({ vertex: 950, compute: 0 });
    // It goes on into the next day.
    world.now = '2026-11-27T05:00:00.000Z';
    await watch();
    expect((await found())[0]?.anomaly.days[0]?.day).toBe('2026-11-27');
    await night('2026-11-27T05:00:00.000Z');
    const [told, ...others] = await found();
    expect(others).toEqual([]);
    expect(told).toMatchObject({ id, kind: 'spike', service: 'Vertex AI', acknowledgedBy: 'rosa', firstDay: day(0) });
    expect(told?.anomaly).toMatchObject({
      excess: '950',
      toldFirst: { at: '2026-11-26T13:00:00.000Z', over: false },
    });
    expect(await revisions()).toEqual([['#ml-digest', 3]]);
    const events = (await database.db.select().from(ledger).orderBy(asc(ledger.seq))).map(({ event }) => event);
    expect(events).toEqual(['cost_anomaly_found', 'cost_anomaly_found']);

    // It is read and judged again, and spent as fast as before: there is nothing new to tell.
    await night('2026-11-28T03:00:00.000Z');
    await watch();
    expect((await found()).map(({ kind }) => kind)).toEqual(['spike']);
    expect(await revisions()).toEqual([['#ml-digest', 3]]);
  });

  it('says that its day is among those that were told before, where one joins them', async () => {
    days({ vertex: 950, compute: 0 });
    bill.lines.push(billLine(day(1), '700', { team: 'recs' }));
    const all = bill.lines;
    bill.lines = all.filter((line) => line.day < day(0));
    await night('2026-11-26T03:00:00.000Z');
    expect((await found()).map(({ kind, firstDay }) => [kind, firstDay])).toEqual([['spike', day(1)]]);
    euros = (at) => (since('2026-11-26T07:00:00Z')(at) ? 60 : 4);
    world.now = '2026-11-26T13:00:00.000Z';
    await watch();
    bill.lines = all;
    await night('2026-11-27T03:00:00.000Z');
    const rows = await found();
    expect(rows.map(({ kind, anomaly }) => [kind, anomaly.days.length, anomaly.partOf])).toEqual([
      ['spike', 2, undefined],
      ['rush', 1, { service: 'Vertex AI', since: day(1) }],
    ]);
    await night('2026-11-28T03:00:00.000Z');
    await watch();
    expect((await found()).map(({ kind, anomaly }) => [kind, anomaly.partOf?.since])).toEqual([
      ['spike', undefined],
      ['rush', day(1)],
    ]);
  });

  it('is told anew once it had ended', async () => {
    await rush();
    days({ vertex: 950, compute: 0 });
    await night('2026-11-27T03:00:00.000Z');
    const again = since('2026-11-28T08:00:00Z');
    euros = (at) =>
      again(at) || (at >= Date.parse('2026-11-26T07:00:00Z') && at < Date.parse('2026-11-27T00:00:00Z')) ? 60 : 4;
    world.now = '2026-11-27T12:00:00.000Z';
    await watch();
    expect((await found()).map(({ anomaly }) => anomaly.toldFirst?.over)).toEqual([true]);
    world.now = '2026-11-28T13:00:00.000Z';
    await watch();
    expect((await found()).map(({ kind, firstDay }) => `${kind} ${firstDay}`)).toEqual([
      'spike 2026-11-26',
      'rush 2026-11-28',
    ]);
  });

  it('is that of the service with most money, beside which another is told on its own', async () => {
    const id = await rush();
    days({ vertex: 200, compute: 700 });
    await night('2026-11-27T03:00:00.000Z');
    const rows = await found();
    expect(rows.map((row) => [row.id === id, row.service, row.anomaly.toldFirst?.over])).toEqual([
      [true, 'Compute Engine', false],
      [false, 'Vertex AI', undefined],
    ]);
  });

  it('stays what it was where the day as a whole is as usual', async () => {
    await rush();
    days({ vertex: 0, compute: 0 });
    await night('2026-11-27T03:00:00.000Z');
    expect((await found()).map(({ kind, corrected }) => [kind, corrected])).toEqual([['rush', false]]);
  });

  it('is not told by the hour where its day was told already', async () => {
    days({ vertex: 950, compute: 0 });
    await night('2026-11-27T03:00:00.000Z');
    euros = (at) => (since('2026-11-26T20:00:00Z')(at) && at < Date.parse('2026-11-27T02:00:00Z') ? 60 : 4);
    world.now = '2026-11-27T02:30:00.000Z';
    await watch();
    expect((await found()).map(({ kind }) => kind)).toEqual(['spike']);
  });
});
