import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectBigQueryBilling } from '#adapters/costs/bigquery/connect.ts';
import type { CostWindow } from '#domain/cost.ts';
import { exportNamespace, generateExport } from '../../../src/sandbox/bigquery/generate-export.ts';
import { type PretendBigQuery, startPretendBigQuery } from '../../../src/sandbox/bigquery/server.ts';
import type { PretendKind } from '../../../src/sandbox/bigquery/table-schema.ts';
import { seededChance } from '../../../src/sandbox/seeded-chance.ts';
import { inOrder, oracleLines } from '../../support/cost-oracle.ts';

const exports = Number(process.env['COST_EXPORTS'] ?? 3);
const kinds: readonly PretendKind[] = ['standard', 'detailed', 'focus'];

let bigquery: PretendBigQuery;
beforeAll(async () => {
  bigquery = await startPretendBigQuery({ mostPerPage: 40 });
});
afterAll(() => bigquery.close());

describe('sums of a billing export', () => {
  test(
    `equal those of an independent sum, for ${exports} made-up exports`,
    async () => {
      for (let seed = 1; seed <= exports; seed += 1) {
        const kind = kinds[seed % kinds.length] ?? 'standard';
        const { rows, window, namespace } = setting(seed);
        const table = `acme-fin.billing.export_${kind}_0A1B2C_3D4E5F_6A7B8C`;
        await bigquery.put({ name: table, kind, rows });
        const source = connectBigQueryBilling(optionsFor(table, namespace));
        const { lines } = await source.read(window);
        const read = lines.map(({ provider, ...line }) => line);
        expect(inOrder(read), `seed ${seed}, ${kind}`).toEqual(inOrder(oracleLines(rows, window, namespace)));
        await comparable(table, { kind, rows, window, namespace });
      }
    },
    exports * 5000,
  );

  test('by hour, team and service are those of the lines, as far as they are usage', async () => {
    const { rows } = setting(5);
    await bigquery.put({ name: 'acme-fin.billing.export_h', kind: 'detailed', rows });
    const source = connectBigQueryBilling(optionsFor('acme-fin.billing.export_h', null));
    const hours = (await source.hoursSince?.('2026-10-25', 'team')) ?? [];
    const usage = rows.filter(({ cost_type: type, usage_start_time: at }) => type === 'regular' && at >= '2026-10-25');
    const micros = (amount: number) => BigInt(Math.round(amount * 1e6));
    const expected = usage.reduce(
      (sum, { cost, credits }) => sum + micros(cost + credits.reduce((all, one) => all + one.amount, 0)),
      0n,
    );
    const told = hours.reduce((sum, { effective }) => sum + micros(Number(effective)), 0n);
    // Amounts of the export are doubles, a little off here and there.
    expect(Math.abs(Number(told - expected))).toBeLessThan(usage.length);
    const labelled = usage.filter(({ labels }) => labels.some(({ key, value }) => key === 'team' && value === 'risk'));
    const starts = new Set(labelled.map(({ usage_start_time: at }) => `${at.slice(0, 13)}:00:00.000Z`));
    expect(starts.size).toBeGreaterThan(0);
    for (const start of starts) expect(hours.some(({ hour, team }) => hour === start && team === 'risk')).toBe(true);
  });

  test('name the dearest resources of each day in each currency, where the export knows any', async () => {
    const { rows, window } = setting(4);
    await bigquery.put({ name: 'acme-fin.billing.export_d', kind: 'detailed', rows });
    const source = connectBigQueryBilling({ ...optionsFor('acme-fin.billing.export_d', null), mostResources: 2 });
    const { resources } = await source.read({ ...window, labelKeys: ['model'] });
    const known = rows.filter(({ resource }) => resource !== null);
    for (const day of new Set(resources.map((one) => one.day))) {
      for (const currency of ['EUR', 'USD']) {
        const of = resources.filter((one) => one.day === day && one.currency === currency);
        expect(of.length).toBeLessThanOrEqual(2);
      }
    }
    expect(resources.length).toBeGreaterThan(0);
    const names = new Set(known.map(({ resource }) => resource?.global_name ?? resource?.name));
    expect(resources.every(({ resource }) => names.has(resource))).toBe(true);
  });
});

/** A copy of the export that is not partitioned has the same lines, and days that come to what the lines do. */
async function comparable(
  name: string,
  { kind, rows, window, namespace }: ReturnType<typeof setting> & { readonly kind: PretendKind },
): Promise<void> {
  const source = connectBigQueryBilling(optionsFor(name, namespace));
  const { lines, fingerprints: none } = await source.read(window);
  expect(none).toBeUndefined();
  await bigquery.put({ name, kind, rows: rows.toReversed(), kept: 'unpartitioned' });
  const read = await source.read(window);
  expect(inOrder(read.lines)).toEqual(inOrder(lines));
  const { first, last: before, zone, labelKeys } = window;
  const found = await source.daySums?.({ first, before, zone, labelKeys, written: null });
  const count = (day: string, currency: string) =>
    lines.filter((line) => line.day === day && line.currency === currency).reduce((sum, line) => sum + line.lines, 0);
  for (const { day, currency, fingerprint, lines: told } of found?.sums ?? []) {
    expect(told).toBe(count(day, currency));
    expect(read.fingerprints).toContainEqual({ day, currency, fingerprint });
  }
  const marks = found?.sums.map(({ fingerprint }) => fingerprint) ?? [];
  expect(new Set(marks).size).toBe(read.fingerprints?.filter(({ day }) => day < before).length);
}

/** Another zone, window and set of keys for each seed. */
function setting(seed: number) {
  const chance = seededChance(seed * 7919);
  const rows = generateExport({ seed, first: '2026-10-20', days: 16, linesADay: chance.whole(1, 9) });
  const first = chance.whole(20, 30);
  const window: CostWindow = {
    first: `2026-10-${first}`,
    last: chance.odds(0.5) ? '2026-11-03' : '2026-10-31',
    zone: chance.one(['UTC', 'America/Los_Angeles', 'Europe/Berlin', 'Pacific/Kiritimati', 'Asia/Kolkata']),
    labelKeys: chance.one([['team', 'model', 'env'], ['team'], [], ['owner', 'team']]),
  };
  return { rows, window, namespace: chance.odds(0.5) ? exportNamespace : null };
}

function optionsFor(table: string, tagNamespace: string | null) {
  return {
    title: 'BigQuery billing export',
    project: 'acme-fin',
    table,
    tagNamespace,
    mostBytes: 1e9,
    mostResources: 5,
    mostLines: 100_000,
    token: async () => 'pretend-token',
    address: bigquery.url,
    timeoutMs: 20_000,
    queryMs: 60_000,
    billing: null,
    currency: 'EUR',
  };
}
