import { afterEach, beforeEach, expect, it } from 'vitest';
import { rollUp, sweepCosts } from '#operations/cost/roll-up.ts';
import { costPerDay } from '#operations/drift-answers/cost-per-day.ts';
import { billLine, costSetting, type HeldBill, heldBill } from '../../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../../support/database.ts';

let database: FreshDatabase;
let bill: HeldBill;
const world: { now: string; sent: (readonly unknown[])[] } = { now: '2026-11-26T10:00:00.000Z', sent: [] };
const labels = { team: 'fraud', model: 'fraud-scorer' };

beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  bill = heldBill();
});
afterEach(() => database.close());

const setting = () => costSetting(database, bill, world);
const read = async () => {
  await sweepCosts(setting());
  await rollUp(setting(), 'bill');
};

it('is the average of the last settled week, of lines with all labels of the model, in one currency', async () => {
  const days = ['2026-11-09', '2026-11-18', '2026-11-20', '2026-11-25'];
  bill.lines = days.flatMap((day) => [billLine(day, '21'), billLine(day, '500', { ...labels, model: 'other' })]);
  await read();
  // Of 18 and 20 November; the 25th is not settled, the 9th is too long ago.
  expect(await costPerDay(setting(), { labels })).toEqual({ amount: '6', currency: 'EUR' });
  expect(await costPerDay(setting(), { labels: {} })).toBeNull();
  expect(await costPerDay(setting(), { labels: { ...labels, model: 'none' } })).toBeNull();
  expect(await costPerDay(setting(), null)).toBeNull();
});
