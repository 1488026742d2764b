import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectFocusFiles } from '#adapters/costs/focus/connect.ts';
import type { CostLine, CostWindow } from '#domain/cost.ts';
import { add, decimal, decimalText } from '#domain/decimal.ts';
import { UpstreamError } from '#errors.ts';
import type { ExportRow } from '../../../src/sandbox/bigquery/export-row.ts';
import { generateExport } from '../../../src/sandbox/bigquery/generate-export.ts';
import { seededChance } from '../../../src/sandbox/seeded-chance.ts';
import { inOrder } from '../../support/cost-oracle.ts';
import { type FocusStyle, focusCsv } from '../../support/focus-file.ts';

const bills = Number(process.env['COST_EXPORTS'] ?? 3);
const window: CostWindow = {
  first: '2026-10-21',
  last: '2026-11-02',
  zone: 'America/Los_Angeles',
  labelKeys: ['team', 'model'],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'focus-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('sums of FOCUS files', () => {
  test(
    `equal those of an independent sum, for ${bills} made-up bills`,
    async () => {
      for (let seed = 1; seed <= bills; seed += 1) {
        const chance = seededChance(seed * 104_729);
        const rows = generateExport({ seed, first: '2026-10-20', days: 15, linesADay: chance.whole(1, 9) });
        const at = join(folder, `bill-${seed}`);
        await mkdir(join(at, 'month=2026-10'), { recursive: true });
        const half = Math.floor(rows.length / 2);
        const style = (version: FocusStyle['version']): FocusStyle => ({
          version,
          nothing: chance.one(['', 'NULL']),
          space: chance.odds(0.3),
        });
        await writeFile(join(at, 'month=2026-10', 'a.csv'), focusCsv(rows.slice(0, half), style('1.0')));
        await writeFile(join(at, 'b.csv.gz'), gzipSync(focusCsv(rows.slice(half), style('1.4'))));
        await writeFile(join(at, 'manifest.json'), '{}');
        const { lines, fingerprints = [] } = await sourceAt(at).read(window);
        expect(inOrder(lines), `seed ${seed}`).toEqual(inOrder(summed(rows)));
        const { first, last: before, zone, labelKeys } = window;
        const found = await sourceAt(at).daySums?.({ first, before, zone, labelKeys, written: null });
        const sums = found?.sums.map(({ fingerprint: _, ...sum }) => sum);
        expect(sums, `seed ${seed}`).toEqual(ofDays(lines, before));
        const marks = found?.sums.map(({ day, currency, fingerprint }) => ({ day, currency, fingerprint }));
        expect(fingerprints.filter(({ day }) => day < before)).toEqual(marks);
      }
    },
    bills * 5000,
  );

  test('are the same when the files are Parquet, with tags as a map and amounts as doubles', async () => {
    const rows = generateExport({ seed: 77, first: '2026-10-25', days: 8, linesADay: 6 });
    const csv = join(folder, 'plain.csv');
    await writeFile(csv, focusCsv(rows, { version: '1.0', nothing: '', space: false }));
    const parquet = join(folder, 'same.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`COPY (SELECT * REPLACE (CAST(Tags AS JSON)::MAP(VARCHAR, VARCHAR) AS Tags, BilledCost::DOUBLE AS BilledCost,
      EffectiveCost::DECIMAL(30, 12) AS EffectiveCost, ChargePeriodStart::TIMESTAMPTZ AS ChargePeriodStart)
      FROM read_csv('${csv}', all_varchar = true)) TO '${parquet}'`);
    connection.closeSync();
    instance.closeSync();
    const fromCsv = await sourceAt(csv).read(window);
    const fromParquet = await sourceAt(parquet).read(window);
    expect(fromParquet.lines.length).toBeGreaterThan(0);
    expect(inOrder(fromParquet.lines)).toEqual(inOrder(fromCsv.lines));
    expect(inOrder(fromParquet.resources)).toEqual(inOrder(fromCsv.resources));
    expect(fromParquet.fingerprints).toEqual(fromCsv.fingerprints);
  });
});

describe('FOCUS files that cannot be counted on', () => {
  test.each([
    [
      'no column',
      'no-column.csv',
      'BilledCost,ServiceName\n1,x\n',
      /no-column\.csv has no columns EffectiveCost, BillingCurrency, .*ServiceProviderName/,
    ],
    [
      'an amount that is none',
      'amount.csv',
      oneLine('many', '2026-11-01T00:00:00Z'),
      /amount\.csv has 1 line whose BilledCost is missing or cannot be read/,
    ],
    ['a time that is none', 'time.csv', oneLine('1', 'soon'), /time\.csv has 1 line whose ChargePeriodStart/],
  ])('are refused, with the file and what to do: %s', async (_, name, text, sentence) => {
    const path = join(folder, name);
    await writeFile(path, text);
    const failure = await sourceAt(path)
      .read(window)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UpstreamError);
    expect(failure).toMatchObject({ message: expect.stringMatching(sentence), mendable: true, retryable: false });
  });

  test('are refused where the same file is there twice or missing', async () => {
    const at = join(folder, 'twice');
    await mkdir(at);
    await writeFile(join(at, 'one.csv'), oneLine('1', '2026-11-01T00:00:00Z'));
    await writeFile(join(at, 'two.csv'), oneLine('1', '2026-11-01T00:00:00Z'));
    await expect(sourceAt(at).read(window)).rejects.toThrow(/one\.csv and .*two\.csv have the same content/);
    await expect(sourceAt(join(folder, 'nowhere')).read(window)).rejects.toThrow(/nowhere cannot be read \(ENOENT\)/);
    const { reachable, problems } = await sourceAt(join(folder, 'nowhere')).check();
    expect({ reachable, told: problems[0]?.sentence }).toEqual({
      reachable: false,
      told: expect.stringContaining('ENOENT'),
    });
    await rm(join(at, 'two.csv'));
    expect(await sourceAt(at).check()).toMatchObject({ reachable: true, problems: [] });
    expect(await sourceAt(at).firstDay('America/Los_Angeles')).toBe('2026-10-31');
  });
});

function oneLine(billed: string, start: string): string {
  return `ProviderName,BilledCost,EffectiveCost,BillingCurrency,BillingPeriodStart,ChargePeriodStart,ChargeCategory,ServiceName\nAWS,${billed},1,USD,2026-11-01T00:00:00Z,${start},Usage,S3\n`;
}

function sourceAt(path: string) {
  return connectFocusFiles({ title: 'FOCUS files', path, mostResources: 3, mostLines: 100_000, memory: '256MB' });
}

/** What the days before one come to, in order. */
function ofDays(lines: readonly CostLine[], before: string) {
  const days = Map.groupBy(
    lines.filter(({ day }) => day < before),
    ({ day, currency }) => `${day} ${currency}`,
  );
  const sum = (amounts: readonly string[]) =>
    decimalText(amounts.reduce((all, amount) => add(all, decimal(amount)), decimal('0')));
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => ({
      day: key.slice(0, 10),
      currency: key.slice(11),
      billed: sum(own.map(({ billed }) => billed)),
      effective: sum(own.map(({ effective }) => effective)),
      lines: own.reduce((all, one) => all + one.lines, 0),
    }));
}

/** The lines of the bill added up one by one, credits as the lines of their own that they are there. */
function summed(rows: readonly ExportRow[]): CostLine[] {
  const form = new Intl.DateTimeFormat('en-CA', { timeZone: window.zone });
  const all = new Map<string, CostLine>();
  for (const row of rows) {
    const day = form.format(new Date(row.usage_start_time));
    if (day < window.first || day > window.last) continue;
    const value = (key: string) => row.labels.find((label) => label.key === key)?.value || null;
    const usual = row.cost_type === 'regular' ? 'usage' : row.cost_type === 'tax' ? 'tax' : 'adjustment';
    const parts = [
      { amount: row.cost, category: usual } as const,
      ...row.credits.map(({ amount }) => ({ amount, category: 'credit' }) as const),
    ];
    for (const { amount, category } of parts) {
      const of = {
        day,
        billingPeriod: `${row.invoice.month.slice(0, 4)}-${row.invoice.month.slice(4)}`,
        provider: 'Example Cloud',
        account: row.billing_account_id,
        project: row.project?.id ?? null,
        service: row.service.description,
        sku: row.sku.description,
        region: row.location.region,
        category,
        labels: Object.fromEntries(
          window.labelKeys.flatMap((key) =>
            value(key) === null ? [] : [[key, { value: value(key) ?? '', from: 'resource' as const }]],
          ),
        ),
        runBillingId: value('vertex-ai-pipelines-run-billing-id'),
        currency: row.currency,
      };
      const known = all.get(JSON.stringify(of));
      const plus = (sum: string | undefined, more: string) => decimalText(add(decimal(sum ?? '0'), decimal(more)));
      const exact = amount.toFixed(11);
      all.set(JSON.stringify(of), {
        ...of,
        gross: plus(known?.gross, category === 'credit' ? '0' : exact),
        credits: plus(known?.credits, category === 'credit' ? exact : '0'),
        billed: plus(known?.billed, exact),
        effective: plus(known?.effective, exact),
        lines: (known?.lines ?? 0) + 1,
        ...(row.usage === null || category === 'credit'
          ? {}
          : {
              usage: {
                amount: plus(known?.usage?.amount, row.usage.amount_in_pricing_units.toFixed(11)),
                unit: 'hour',
              },
            }),
      });
    }
  }
  return [...all.values()];
}
