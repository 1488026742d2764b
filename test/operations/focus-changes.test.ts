import { mkdtemp, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectFocusFiles } from '#adapters/costs/focus/connect.ts';
import type { CostSource } from '#domain/cost.ts';
import { rollUp, sweepCosts } from '#operations/cost/roll-up.ts';
import { costSourceRows } from '#store/cost-sources.ts';
import { costDays, costLines } from '#store/schema/cost.ts';
import { costSetting } from '../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let folder: string;
let bill: CostSource;
let asked: string[];
let world: { now: string; sent: (readonly unknown[])[] };

beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  folder = await mkdtemp(join(tmpdir(), 'focus-changes-'));
  const files = connectFocusFiles({
    title: 'FOCUS files',
    path: folder,
    mostResources: 3,
    mostLines: 100_000,
    memory: '256MB',
  });
  asked = [];
  bill = {
    ...files,
    read: async (window) => {
      asked.push(`${window.first} ${window.last}`);
      return await files.read(window);
    },
  };
  world = { now: '2026-11-26T10:00:00.000Z', sent: [] };
  await months({ '2026-07': july, '2026-08': august, '2026-11': november });
  await read();
  asked = [];
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

type Charge = readonly [day: string, amount: string, currency?: string, tags?: string, service?: string];
const july: readonly Charge[] = [
  ['2026-07-03', '10.5'],
  ['2026-07-20', '4'],
];
const august: readonly Charge[] = [['2026-08-10', '3']];
const november: readonly Charge[] = [['2026-11-25', '7']];

/** One file a month, as exports deliver them; written long ago, as copies of files may say. */
async function months(all: Readonly<Record<string, readonly Charge[]>>): Promise<void> {
  const columns =
    'ProviderName,BilledCost,EffectiveCost,BillingCurrency,BillingPeriodStart,ChargePeriodStart,ChargeCategory,ServiceName,Tags';
  for (const [month, charges] of Object.entries(all)) {
    const rows = charges.map(([day, amount, currency = 'EUR', tags = '', service = 'SageMaker']) => {
      const quoted = `"${tags.replaceAll('"', '""')}"`;
      return ['AWS', amount, amount, currency, `${month}-01`, `${day}T12:00:00Z`, 'Usage', service, quoted].join(',');
    });
    const path = join(folder, `${month}.csv`);
    await writeFile(path, `${[columns, ...rows].join('\n')}\n`);
    await utimes(path, new Date('2026-06-01'), new Date('2026-06-01'));
  }
}

/** Reads until nothing more is sent for the bill, as the worker does. */
async function read(): Promise<void> {
  const setting = costSetting(database, bill, world);
  await sweepCosts(setting);
  for (let turn = 0; turn < 20 && world.sent.some(([name]) => name === 'read-costs'); turn += 1) {
    world.sent = [];
    await rollUp(setting, 'bill');
  }
}

async function night(date: string): Promise<readonly string[]> {
  world.now = `${date}T03:00:00.000Z`;
  asked = [];
  await read();
  return asked;
}

async function stored(): Promise<readonly string[]> {
  const rows = await database.db.select().from(costLines);
  return rows.map(({ day, billed, currency, lines }) => `${day} ${billed} ${currency} ×${lines}`).sort();
}

describe('FOCUS files that change', () => {
  it('are read for the nightly days alone while older days come to what they came to', async () => {
    expect(await night('2026-11-27')).toEqual(['2026-10-24 2026-11-27']);
  });

  it('have only the days read anew that a late negative line is of, whenever the file says it was written', async () => {
    await months({ '2026-07': [...july, ['2026-07-20', '-1.25']] });
    expect(await night('2026-11-27')).toEqual(['2026-10-24 2026-11-27', '2026-07-20 2026-07-20']);
    expect(await stored()).toEqual([
      '2026-07-03 10.5 EUR ×1',
      '2026-07-20 2.75 EUR ×2',
      '2026-08-10 3 EUR ×1',
      '2026-11-25 7 EUR ×1',
    ]);
    const days = await database.db.select().from(costDays);
    expect(days.find(({ day }) => day === '2026-07-20')).toMatchObject({ billedBefore: '4', wasSettled: true });
    expect(await night('2026-11-28')).toEqual(['2026-10-25 2026-11-28']);
  });

  it('are read anew where lines were taken back whole, or a day lost all of its lines', async () => {
    await months({ '2026-07': [...july, ['2026-07-20', '2'], ['2026-07-20', '-2']], '2026-08': [] });
    expect(await night('2026-11-27')).toEqual(['2026-10-24 2026-11-27', '2026-07-20 2026-08-10']);
    expect(await stored()).toEqual(['2026-07-03 10.5 EUR ×1', '2026-07-20 4 EUR ×3', '2026-11-25 7 EUR ×1']);
    expect(await night('2026-11-28')).toEqual(['2026-10-25 2026-11-28']);
  });

  it('are read anew in pieces, the newest first, where much changed', async () => {
    await months({ '2026-07': [...july, ['2026-07-03', '-0.5', 'USD']], '2026-08': [['2026-08-10', '3.000000001']] });
    expect(await night('2026-11-27')).toEqual(['2026-10-24 2026-11-27', '2026-08-10 2026-08-10']);
    const [row] = await costSourceRows(database.db, 'T1');
    expect(row?.changedDays).toEqual(['2026-07-03']);
    expect(await night('2026-11-28')).toEqual(['2026-10-25 2026-11-28', '2026-07-03 2026-07-03']);
    expect(await stored()).toContain('2026-07-03 -0.5 USD ×1');
  });

  it('are read anew where amounts stay and only tags were corrected, also alike on lines that are alike', async () => {
    const twice = (team: string): readonly Charge[] => [
      ['2026-07-03', '5', 'EUR', `{"team":"${team}"}`],
      ['2026-07-03', '5', 'EUR', `{"team":"${team}"}`],
    ];
    await months({ '2026-07': twice('fraud') });
    await night('2026-11-27');
    expect(await night('2026-11-28')).toEqual(['2026-10-25 2026-11-28']);
    await months({ '2026-07': twice('credit') });
    expect(await night('2026-11-29')).toEqual(['2026-10-26 2026-11-29', '2026-07-03 2026-07-03']);
    const rows = await database.db.select().from(costLines);
    expect(rows.find(({ day }) => day === '2026-07-03')?.labels).toMatchObject({ team: { value: 'credit' } });
  });

  it('are read anew where an amount moved to another service of the same day', async () => {
    await months({ '2026-08': [['2026-08-10', '3', 'EUR', '', 'Bedrock']] });
    expect(await night('2026-11-27')).toEqual(['2026-10-24 2026-11-27', '2026-08-10 2026-08-10']);
  });

  it('are not read anew for another order of lines and of tags, nor for tags that nobody asks for', async () => {
    const one: Charge = ['2026-07-03', '5', 'EUR', '{"team":"fraud","env":"prod"}'];
    const other: Charge = ['2026-07-03', '6', 'EUR', '{"team":"credit"}'];
    await months({ '2026-07': [one, other] });
    await night('2026-11-27');
    await months({ '2026-07': [other, ['2026-07-03', '5', 'EUR', '{"env":"prod","floor":"3","team":"fraud"}']] });
    expect(await night('2026-11-28')).toEqual(['2026-10-25 2026-11-28']);
  });

  it('are read once more, a piece a night, where days were read before they had a fingerprint', async () => {
    await database.db.update(costDays).set({ fingerprint: null });
    expect(await night('2026-11-27')).toEqual(['2026-10-24 2026-11-27', '2026-07-20 2026-08-10']);
    expect(await night('2026-11-28')).toEqual(['2026-10-25 2026-11-28', '2026-07-03 2026-07-03']);
    expect(await night('2026-11-29')).toEqual(['2026-10-26 2026-11-29']);
  });

  it('lose what a file said that is gone', async () => {
    await unlink(join(folder, '2026-08.csv'));
    expect(await night('2026-11-27')).toEqual(['2026-10-24 2026-11-27', '2026-08-10 2026-08-10']);
    expect((await stored()).some((line) => line.startsWith('2026-08'))).toBe(false);
  });
});
