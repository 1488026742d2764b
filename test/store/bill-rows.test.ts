import { afterAll, beforeAll, expect, it } from 'vitest';
import { sumOf } from '#cost/money.ts';
import { billRows } from '#store/bill-rows.ts';
import { replaceDays } from '#store/cost-lines.ts';
import { sumsByValue } from '#store/cost-sums.ts';
import { billLine } from '../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
const span = { first: '2026-11-01', last: '2026-11-30' };

beforeAll(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  const lines = Array.from({ length: 40 }, (_, at) =>
    billLine(
      `2026-11-${String(1 + (at % 30)).padStart(2, '0')}`,
      `${at}.000000000001`,
      { team: 'fraud' },
      {
        currency: at % 3 === 0 ? 'USD' : 'EUR',
        ...(at % 2 === 0 && { usage: { amount: `${at}.50`, unit: 'hour' } }),
      },
    ),
  );
  const other = billLine('2026-11-02', '1000', { team: 'credit' });
  const days = { workspaceId: 'T1', source: 'bill', ...span };
  await replaceDays(database.db, days, { lines: [...lines, other], resources: [], watermark: null });
});
afterAll(() => database.close());

const part = (by: 'sku' | 'resource') => ({
  workspaceId: 'T1',
  filters: [{ by: 'label:team', values: ['fraud'] } as const],
  by,
});

it('lists the dearest rows, and with the sums of the others comes to the whole in each currency', async () => {
  const { rows, rest } = await billRows(database.db, part('sku'), span, 10);
  expect(rows).toHaveLength(10);
  expect(Math.min(...rows.map(({ effective }) => Number(effective)))).toBeGreaterThan(29);
  expect(rest.reduce((sum, one) => sum + one.rows, 0)).toBe(30);
  for (const { currency, effective } of await sumsByValue(database.db, { ...part('sku'), by: 'provider' }, span)) {
    const own = [...rows, ...rest].filter((one) => one.currency === currency);
    expect(sumOf(own.map((one) => one.effective))).toBe(effective);
  }
  expect(rows.find(({ effective }) => effective === '38.000000000001')?.usage).toEqual({
    amount: '38.5',
    unit: 'hour',
  });
  expect(rows.find(({ effective }) => effective === '39.000000000001')?.usage).toBeUndefined();
  expect(rows.map(({ day }) => day)).toEqual(rows.map(({ day }) => day).sort());
});

it('has no rest where all rows fit, and no row of resources where none are known', async () => {
  expect((await billRows(database.db, part('sku'), span, 40)).rest).toEqual([]);
  expect(await billRows(database.db, part('resource'), span, 40)).toEqual({ rows: [], rest: [] });
});
