import { randomUUID } from 'node:crypto';
import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rollUp, sweepCosts } from '#operations/cost/roll-up.ts';
import { reportOf, reportWeek, sweepReports } from '#operations/cost/weekly-reports.ts';
import type { Setting } from '#operations/setting.ts';
import { costReports } from '#store/schema/cost-news.ts';
import { messages } from '#store/schema/delivery.ts';
import { ledger } from '#store/schema/ledger.ts';
import { billLine, costSetting, type HeldBill, heldBill } from '../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let bill: HeldBill;
let world: { now: string; sent: (readonly unknown[])[] };

beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  bill = heldBill();
  world = { now: '2026-11-23T06:59:00.000Z', sent: [] };
});
afterEach(() => database.close());

const setting = (): Setting => ({ ...costSetting(database, bill, world), newId: randomUUID });

/** The bill up to the day before, read. */
async function read(amount = '10'): Promise<void> {
  const today = Date.parse(world.now);
  bill.lines = Array.from({ length: 60 }, (_, ago) => {
    const day = new Date(today - (ago + 1) * 86_400_000).toISOString().slice(0, 10);
    return billLine(day, amount);
  });
  await sweepCosts(setting());
  for (let turn = 0; turn < 20 && world.sent.some(([name]) => name === 'read-costs'); turn += 1) {
    world.sent = [];
    await rollUp(setting(), 'bill');
  }
}

/** The weeks that two workers who look at this moment send jobs for, which all run at once. */
async function sweep(now: string): Promise<readonly unknown[]> {
  world.now = now;
  world.sent = [];
  await Promise.all([sweepReports(setting()), sweepReports(setting())]);
  const weeks = world.sent.flatMap(([name, data]) =>
    name === 'report-costs' ? [(data as { week: string }).week] : [],
  );
  await Promise.all(weeks.map((week) => reportWeek(setting(), week)));
  return [...new Set(weeks)];
}

const told = async () => (await database.db.select().from(messages).orderBy(asc(messages.key))).map(({ key }) => key);
const slots = async () =>
  (await database.db.select().from(costReports).orderBy(asc(costReports.week))).map((row) => row.week);
const skipped = async () =>
  (await database.db.select().from(ledger).orderBy(asc(ledger.seq))).filter(
    ({ event }) => event === 'cost_report_skipped',
  );

describe('the reports of a week', () => {
  it('go out on Monday at 08:00 of the reporting zone, once, and later ones of weeks that nobody was there for', async () => {
    await read();
    expect(await sweep('2026-11-23T06:59:59.000Z')).toEqual([]);
    expect(await sweep('2026-11-23T07:00:00.000Z')).toEqual(['2026-11-16']);
    expect(await sweep('2026-11-23T07:05:00.000Z')).toEqual([]);
    expect(await told()).toEqual(['cost:report:2026-11-16:finance']);

    // Nothing ran until the Friday of the third week after: that one is told, those between are not.
    world.now = '2026-12-18T09:00:00.000Z';
    await read();
    expect(await sweep('2026-12-18T09:00:00.000Z')).toEqual(['2026-12-07']);
    expect(await told()).toEqual(['cost:report:2026-11-16:finance', 'cost:report:2026-12-07:finance']);
    expect(await slots()).toEqual(['2026-11-16', '2026-11-23', '2026-11-30', '2026-12-07']);
    expect((await skipped()).map(({ entry }) => /2026-\d\d-\d\d(?=")/.exec(String(entry))?.[0])).toEqual([
      '2026-11-23',
      '2026-11-30',
    ]);
  });

  it('are skipped from the fifth day on, with an entry in the ledger', async () => {
    await read();
    await sweep('2026-11-23T07:00:00.000Z');
    world.now = '2026-12-05T09:00:00.000Z';
    await read();
    expect(await sweep('2026-12-05T09:00:00.000Z')).toEqual([]);
    await reportWeek(setting(), '2026-11-23');
    expect(await told()).toEqual(['cost:report:2026-11-16:finance']);
    expect(await slots()).toEqual(['2026-11-16', '2026-11-23']);
    expect(await skipped()).toHaveLength(1);
  });

  it('wait two days for a bill that is late, and tell what there is then', async () => {
    world.now = '2026-11-21T09:00:00.000Z';
    await read();
    expect(await sweep('2026-11-23T07:00:00.000Z')).toEqual([]);
    expect(await sweep('2026-11-24T22:00:00.000Z')).toEqual([]);
    expect(await sweep('2026-11-24T23:00:00.000Z')).toEqual(['2026-11-16']);
    expect(await told()).toEqual(['cost:report:2026-11-16:finance']);
  });

  it('are none where there was nothing to pay for, and the week is done', async () => {
    await read('0');
    expect(await sweep('2026-11-23T07:00:00.000Z')).toEqual(['2026-11-16']);
    expect(await told()).toEqual([]);
    expect(await sweep('2026-11-23T07:01:00.000Z')).toEqual([]);
    expect(await skipped()).toEqual([]);
  });

  it('says where a price or how much was used moved with the money, as the bill tells', async () => {
    world.now = '2026-11-23T10:00:00.000Z';
    const usage = (amount: string, unit: string) => ({ usage: { amount, unit } });
    bill.lines = ['2026-11-12', '2026-11-19'].flatMap((day, week) => [
      billLine(day, week === 0 ? '100' : '150', undefined, { sku: 'GPU', ...usage('50', 'hour') }),
      billLine(
        day,
        week === 0 ? '60' : '90',
        { team: 'credit', model: 'limit' },
        { ...usage(week === 0 ? '1000' : '1500', 'requests') },
      ),
    ]);
    bill.lines.push(billLine('2026-10-01', '1'), billLine('2026-11-22', '1', { team: 'other' }));
    await sweepCosts(setting());
    for (let turn = 0; turn < 20 && world.sent.some(([name]) => name === 'read-costs'); turn += 1) {
      world.sent = [];
      await rollUp(setting(), 'bill');
    }
    await reportWeek(setting(), '2026-11-16');
    const causes = (await reportOf(setting(), '2026-11-16', 'finance')).currencies[0]?.movers.map(({ cause }) => cause);
    expect(causes?.slice(0, 2)).toEqual([
      { kind: 'price', sku: 'GPU', percent: '50' },
      { kind: 'usage', sku: 'N1 core', unit: 'requests', now: '1500', before: '1000' },
    ]);
  });
});
