import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectBigQueryBilling } from '#adapters/costs/bigquery/connect.ts';
import type { CostSource } from '#domain/cost.ts';
import { rollUp, sweepCosts } from '#operations/cost/roll-up.ts';
import { costSourceRows } from '#store/cost-sources.ts';
import { costLines } from '#store/schema/cost.ts';
import type { ExportRow } from '../../src/sandbox/bigquery/export-row.ts';
import { generateExport } from '../../src/sandbox/bigquery/generate-export.ts';
import { type PretendBigQuery, startPretendBigQuery } from '../../src/sandbox/bigquery/server.ts';
import type { PretendTable } from '../../src/sandbox/bigquery/tables.ts';
import { costSetting } from '../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

const table = 'acme-fin.billing.copy_of_export';
const world: { now: string; sent: (readonly unknown[])[] } = { now: '', sent: [] };

let bigquery: PretendBigQuery;
let database: FreshDatabase;
let bill: CostSource;
let asked: string[];

beforeAll(async () => {
  bigquery = await startPretendBigQuery({ clock: () => Date.parse(world.now) });
});
afterAll(() => bigquery.close());
beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  const source = connectBigQueryBilling({
    title: 'BigQuery billing export',
    project: 'acme-fin',
    table,
    tagNamespace: null,
    mostBytes: 1e9,
    mostResources: 5,
    mostLines: 1000,
    token: async () => 'pretend-token',
    address: bigquery.url,
    timeoutMs: 20_000,
    queryMs: 60_000,
    billing: null,
    currency: 'EUR',
  });
  bill = {
    ...source,
    read: async (window) => {
      asked.push(`${window.first} ${window.last}`);
      return await source.read(window);
    },
  };
  asked = [];
});
afterEach(() => database.close());

/** A line of Vertex AI, filed by nothing: all that it says was exported long ago. */
function line(day: string, cost: number, team: string): ExportRow {
  const [row] = generateExport({ seed: 3, first: '2026-07-01', days: 1, linesADay: 1 });
  if (row === undefined) throw new Error('no line');
  const at = (hour: string) => `${day}T${hour}:00:00Z`;
  return {
    ...row,
    usage_start_time: at('12'),
    usage_end_time: at('13'),
    export_time: at('14'),
    invoice: { month: day.slice(0, 7).replace('-', '') },
    labels: [{ key: 'team', value: team }],
    cost,
    currency: 'EUR',
    credits: [],
    tags: [],
  };
}

const older = [line('2026-07-03', 5, 'fraud'), line('2026-07-20', 4, 'fraud')];
const newer = line('2026-11-25', 7, 'fraud');

async function put(rows: readonly ExportRow[], kept: PretendTable['kept'] = 'unpartitioned'): Promise<void> {
  await bigquery.put({ name: table, kind: 'detailed', rows, kept });
}

/** What is read in one night, and how often days were compared in it. */
async function night(date: string): Promise<{ readonly read: readonly string[]; readonly compared: number }> {
  world.now = `${date}T03:00:00.000Z`;
  world.sent = [];
  asked = [];
  const from = bigquery.queries.length;
  const setting = costSetting(database, bill, world);
  await sweepCosts(setting);
  for (let turn = 0; turn < 20 && world.sent.some(([name]) => name === 'read-costs'); turn += 1) {
    world.sent = [];
    await rollUp(setting, 'bill');
  }
  const real = bigquery.queries.slice(from).filter(({ dryRun }) => !dryRun);
  expect(real.every(({ maximumBytesBilled }) => maximumBytesBilled === 1e9)).toBe(true);
  return { read: asked, compared: real.filter(({ sql }) => /^SELECT day, currency,$/m.test(sql)).length };
}

async function teamOf(day: string): Promise<string | undefined> {
  const rows = await database.db.select().from(costLines);
  return rows.find((row) => row.day === day)?.labels['team']?.value;
}

async function firstNights(kept: PretendTable['kept']): Promise<void> {
  world.now = '2026-11-25T20:00:00.000Z';
  await put([...older, newer], kept);
  await night('2026-11-26');
  expect(await night('2026-11-27')).toEqual({ read: ['2026-10-24 2026-11-27'], compared: 1 });
}

describe('a billing export that is not partitioned by when lines came', { timeout: 90_000 }, () => {
  it('has an old day read anew in the night after its line got another label, and no day beside it', async () => {
    await firstNights('unpartitioned');
    await put([line('2026-07-03', 5, 'credit'), ...older.slice(1), newer]);
    const { read, compared } = await night('2026-11-28');
    expect(read).toEqual(['2026-10-25 2026-11-28', '2026-07-03 2026-07-03']);
    expect(compared).toBe(1);
    expect(await teamOf('2026-07-03')).toBe('credit');
    expect(await teamOf('2026-07-20')).toBe('fraud');
  });

  it('notices a line that takes another back, and one that is gone', async () => {
    await firstNights('unpartitioned');
    await put([...older, line('2026-07-20', -4, 'fraud'), newer]);
    expect((await night('2026-11-28')).read).toEqual(['2026-10-25 2026-11-28', '2026-07-20 2026-07-20']);
    await put([...older.slice(1), line('2026-07-20', -4, 'fraud'), newer]);
    expect((await night('2026-11-29')).read).toEqual(['2026-10-26 2026-11-29', '2026-07-03 2026-07-03']);
    expect(await teamOf('2026-07-03')).toBeUndefined();
  });

  it('is not compared while BigQuery says that nobody wrote it, and days that are still to be read are kept', async () => {
    await firstNights('unpartitioned');
    expect(await night('2026-11-28')).toEqual({ read: ['2026-10-25 2026-11-28'], compared: 0 });
    const apart = [line('2026-07-03', 5, 'credit'), line('2026-10-20', 1, 'credit')];
    await put([...apart, ...older.slice(1), newer]);
    expect((await night('2026-11-29')).read).toEqual(['2026-10-26 2026-11-29', '2026-10-20 2026-10-20']);
    expect(await night('2026-11-30')).toEqual({
      read: ['2026-10-27 2026-11-30', '2026-07-03 2026-07-03'],
      compared: 0,
    });
    expect((await costSourceRows(database.db, 'T1'))[0]?.changedDays).toEqual([]);
  });

  it('is compared each night where it is a view, whose time is that of its definition', async () => {
    await firstNights('view');
    expect((await night('2026-11-28')).compared).toBe(1);
    await put([line('2026-07-03', 5, 'credit'), ...older.slice(1), newer], 'view');
    expect((await night('2026-11-29')).read).toEqual(['2026-10-26 2026-11-29', '2026-07-03 2026-07-03']);
  });
});

it('is asked for what came since, and is never compared, where it is partitioned by when lines came', {
  timeout: 90_000,
}, async () => {
  world.now = '2026-11-25T20:00:00.000Z';
  await put([...older, newer], 'by-ingestion');
  await night('2026-11-26');
  await put([line('2026-07-03', 5, 'credit'), ...older.slice(1), newer], 'by-ingestion');
  expect(await night('2026-11-27')).toEqual({ read: ['2026-10-24 2026-11-27'], compared: 0 });
});
