import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CostLine } from '#domain/cost.ts';
import { UpstreamError } from '#errors.ts';
import { rollUp, sweepCosts } from '#operations/cost/roll-up.ts';
import { costSourceRows } from '#store/cost-sources.ts';
import { costDays, costLines } from '#store/schema/cost.ts';
import { billLine, costSetting, type HeldBill, heldBill } from '../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let bill: HeldBill;
let world: { now: string; sent: (readonly unknown[])[] };

beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  bill = heldBill();
  world = { now: '2026-11-26T10:00:00.000Z', sent: [] };
});
afterEach(() => database.close());

const setting = () => costSetting(database, bill, world);

/** Reads until nothing more is sent for the bill, as the worker does. */
async function read(): Promise<void> {
  await sweepCosts(setting());
  for (let turn = 0; turn < 20 && world.sent.some(([name]) => name === 'read-costs'); turn += 1) {
    world.sent = [];
    await rollUp(setting(), 'bill');
  }
}

async function stored(): Promise<readonly string[]> {
  const rows = await database.db.select().from(costLines);
  return rows.map((row) => `${row.day} ${row.currency} ${row.billed} ${row.labels['team']?.value ?? '-'}`).sort();
}

async function row() {
  const [found] = await costSourceRows(database.db, 'T1');
  if (found === undefined) throw new Error('the bill was never begun');
  return found;
}

describe('rolling up a bill', () => {
  it('reads back to its first day in pieces, then 35 days a night and 65 a week with a piece of older days', async () => {
    bill.lines = [billLine('2026-08-10', '3'), billLine('2026-11-25', '4.000000000001')];
    await read();
    const windows = () => bill.asked.splice(0).map(({ first, last }) => `${first} ${last}`);
    expect(windows()).toEqual([
      '2026-10-23 2026-11-26',
      '2026-09-18 2026-10-22',
      '2026-08-14 2026-09-17',
      '2026-08-10 2026-08-13',
    ]);
    expect(await stored()).toEqual(['2026-08-10 EUR 3 fraud', '2026-11-25 EUR 4.000000000001 fraud']);
    expect(await row()).toMatchObject({ firstDay: '2026-08-10', keptFrom: '2026-08-10', newestDay: '2026-11-25' });
    expect((await row()).nextAt.toISOString()).toBe('2026-11-27T03:00:00.000Z');

    await read();
    expect(windows()).toEqual([]);
    world.now = '2026-11-27T03:00:00.000Z';
    await read();
    expect(windows()).toEqual(['2026-10-24 2026-11-27']);
    world.now = '2026-12-04T03:00:00.000Z';
    await read();
    expect(windows()).toEqual(['2026-10-01 2026-12-04', '2026-08-27 2026-09-30']);
    // After a long time without a worker no day is left out.
    world.now = '2027-03-01T10:00:00.000Z';
    await read();
    expect(windows()[0]).toBe('2026-12-01 2027-03-01');
    expect((await row()).keptFrom).toBe('2026-08-10');
  });

  it('reads older days anew that the source says have changed, one piece a night, the newest first', async () => {
    bill.lines = [billLine('2026-05-01', '1'), billLine('2026-07-20', '2'), billLine('2026-08-10', '3')];
    const asked: object[] = [];
    let changed: readonly string[] = [];
    bill.changedDays = async (of) => {
      asked.push(of);
      return { days: changed.filter((day) => day < of.before), through: '2026-11-27T02:30:00.000Z' };
    };
    const windows = () => bill.asked.splice(0).map(({ first, last }) => `${first} ${last}`);
    await read();
    windows();
    expect(asked).toEqual([]);

    // The watermark that the bill had, less six hours: lines are seen a little later than they were exported.
    world.now = '2026-11-27T03:00:00.000Z';
    changed = ['2026-05-01', '2026-07-20', '2026-08-10', '2026-11-20', '2026-04-30'];
    bill.lines.push(billLine('2026-08-10', '-1', { team: 'fraud' }, { billingPeriod: '2026-11' }));
    bill.lines.push(billLine('2026-05-01', '5'));
    await read();
    expect(asked).toEqual([{ since: '2026-11-25T19:00:00.000Z', before: '2026-10-24', zone: 'Europe/Amsterdam' }]);
    expect(windows()).toEqual(['2026-10-24 2026-11-27', '2026-07-20 2026-08-10']);
    expect(await stored()).toContain('2026-08-10 EUR -1 fraud');
    expect(await stored()).not.toContain('2026-05-01 EUR 5 fraud');
    expect(await row()).toMatchObject({ changedDays: ['2026-05-01'], changedNext: false, keptFrom: '2026-05-01' });

    world.now = '2026-11-28T03:00:00.000Z';
    changed = [];
    await read();
    expect(asked.at(-1)).toMatchObject({ since: '2026-11-26T20:30:00.000Z' });
    expect(windows()).toEqual(['2026-10-25 2026-11-28', '2026-05-01 2026-05-01']);
    expect(await stored()).toContain('2026-05-01 EUR 5 fraud');
    expect(await row()).toMatchObject({ changedDays: [] });

    // A week's turn of older days is not lost by it.
    world.now = '2026-12-04T03:00:00.000Z';
    changed = ['2026-08-10'];
    await read();
    expect(windows()).toEqual(['2026-10-01 2026-12-04', '2026-08-10 2026-08-10', '2026-08-27 2026-09-30']);
  });

  it('has the totals of one clean import, whatever was read before', async () => {
    const first = [billLine('2026-11-20', '10'), billLine('2026-11-25', '5'), billLine('2026-11-26', '1')];
    const late = billLine('2026-11-20', '-4', { team: 'fraud' }, { billingPeriod: '2026-12' });
    const inDollars = billLine('2026-11-21', '2', { team: 'credit' }, { currency: 'USD' });
    const dirty: CostLine = billLine('2026-11-25', '7', {});
    bill.lines = first;
    await read();
    world.now = '2026-11-27T03:00:00.000Z';
    bill.lines = [...first, late, inDollars];
    await read();
    world.now = '2026-11-28T03:00:00.000Z';
    bill.lines = [...first.slice(0, 1), late, inDollars, dirty];
    await read();
    expect(await stored()).toEqual([
      '2026-11-20 EUR -4 fraud',
      '2026-11-20 EUR 10 fraud',
      '2026-11-21 USD 2 credit',
      '2026-11-25 EUR 7 -',
    ]);
    const days = await database.db.select().from(costDays);
    const told = days.map(({ day, currency, billed, billedBefore, wasSettled }) => [
      day,
      currency,
      billed,
      billedBefore,
      wasSettled,
    ]);
    expect(told.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      ['2026-11-20', 'EUR', '6', '10', true],
      ['2026-11-21', 'USD', '2', null, false],
      ['2026-11-25', 'EUR', '7', '5', false],
      ['2026-11-26', 'EUR', '0', '1', false],
    ]);
  });

  it('is read once by several workers, and what was read over is not stored', async () => {
    bill.lines = [billLine('2026-11-25', '4')];
    await sweepCosts(setting());
    await Promise.all([rollUp(setting(), 'bill'), rollUp(setting(), 'bill'), rollUp(setting(), 'bill')]);
    expect(bill.asked).toHaveLength(1);
    // One that took so long that its turn was free again finds that another was faster.
    world.now = '2026-11-27T03:00:00.000Z';
    let inner = false;
    bill.before = async () => {
      if (inner) return;
      inner = true;
      bill.lines = [billLine('2026-11-25', '9')];
      world.now = '2026-11-27T04:00:00.000Z';
      await rollUp(setting(), 'bill');
      bill.lines = [billLine('2026-11-25', '1')];
    };
    await rollUp(setting(), 'bill');
    expect(inner).toBe(true);
    expect(await stored()).toEqual(['2026-11-25 EUR 9 fraud']);
  });

  it('keeps what it knows while the bill cannot be read, and tries again later', async () => {
    bill.lines = [billLine('2026-11-25', '4')];
    await read();
    world.now = '2026-11-27T03:00:00.000Z';
    bill.before = () => {
      throw new UpstreamError('BigQuery', 'BigQuery did not answer.', { retryable: true });
    };
    await read();
    expect(await stored()).toEqual(['2026-11-25 EUR 4 fraud']);
    expect(await row()).toMatchObject({ failures: 1, trouble: 'BigQuery did not answer.' });
    expect((await row()).nextAt.toISOString()).toBe('2026-11-27T03:15:00.000Z');
    bill.before = () => {};
    world.now = '2026-11-27T03:16:00.000Z';
    await read();
    expect(await row()).toMatchObject({ failures: 0, trouble: null });
  });
});
