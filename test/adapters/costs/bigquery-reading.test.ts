import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectBigQueryBilling } from '#adapters/costs/bigquery/connect.ts';
import { type BigQueryBillingOptions, tableName } from '#adapters/costs/bigquery/options.ts';
import type { BillingReads } from '#adapters/costs/billing-account/reads.ts';
import type { CostWindow } from '#domain/cost.ts';
import { UpstreamError } from '#errors.ts';
import type { ExportRow } from '../../../src/sandbox/bigquery/export-row.ts';
import { generateExport } from '../../../src/sandbox/bigquery/generate-export.ts';
import { type PretendBigQuery, startPretendBigQuery } from '../../../src/sandbox/bigquery/server.ts';
import { translateSql } from '../../../src/sandbox/bigquery/translate-sql.ts';

const table = 'acme-fin.billing.gcp_billing_export_v1_0A1B2C_3D4E5F_6A7B8C';
const rows = generateExport({ seed: 5, first: '2026-10-28', days: 6, linesADay: 4 });
const window: CostWindow = {
  first: '2026-10-29',
  last: '2026-11-01',
  zone: 'America/Los_Angeles',
  labelKeys: ['team'],
};

let bigquery: PretendBigQuery;
beforeAll(async () => {
  bigquery = await startPretendBigQuery({ mostPerPage: 3 });
  await bigquery.put({ name: table, kind: 'standard', rows });
});
afterEach(() => {
  bigquery.faults.clear();
  bigquery.deny([]);
  bigquery.setUnfinished(0);
});
afterAll(() => bigquery.close());

function source(options: Partial<BigQueryBillingOptions> = {}) {
  return connectBigQueryBilling({
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
    ...options,
  });
}

describe('a reading of a billing export', () => {
  test('asks for the price first, limits what it may cost, and signs its queries', async () => {
    const from = bigquery.queries.length;
    bigquery.setUnfinished(2);
    const { lines, resources, watermark } = await source().read(window);
    expect(lines.length).toBeGreaterThan(3);
    expect(resources).toEqual([]);
    expect(watermark).toMatch(/^2026-1\d-\d\dT\d\d:00:00\.000Z$/);
    const [dry, real, ...more] = bigquery.queries.slice(from);
    expect(more).toEqual([]);
    expect([dry?.dryRun, real?.dryRun, real?.maximumBytesBilled]).toEqual([true, false, 1e9]);
    expect(real?.labels).toEqual({ app: 'countersign' });
  });

  test('bounds when a line came on one side only, a whole UTC day before the window can have begun', async () => {
    await source().read({ ...window, zone: 'Pacific/Kiritimati' });
    const sql = bigquery.queries.at(-1)?.sql ?? '';
    expect(sql).toContain("_PARTITIONTIME >= TIMESTAMP '2026-10-28 00:00:00+00'");
    expect(sql.match(/_PARTITIONTIME/g)).toHaveLength(1);
  });

  test('reads what old tables have, and tells account and first day', async () => {
    const old = {
      name: table.replace('v1_', 'v1_F_'),
      kind: 'standard',
      rows,
      without: ['billing_account_id', 'tags', 'location'],
    } as const;
    await bigquery.put(old);
    const { lines } = await source({ table: old.name, tagNamespace: '1046205914' }).read(window);
    expect(new Set(lines.map(({ account, region }) => `${account} ${region}`))).toEqual(
      new Set(['0A1B2C-3D4E5F-6A7B8C null']),
    );
    const there = new Intl.DateTimeFormat('en-CA', { timeZone: 'Etc/GMT+12' });
    const [first] = rows.map((row) => there.format(new Date(row.usage_start_time))).sort();
    expect(await source().firstDay('Etc/GMT+12')).toBe(first);
    await bigquery.put({ ...old, rows: [] });
    expect(await source({ table: old.name }).firstDay('UTC')).toBeNull();
    expect(await source({ table: old.name }).read(window)).toEqual({ lines: [], resources: [], watermark: null });
  });

  test('tells which old days have lines that came since, from the partitions since', async () => {
    const [row] = rows;
    if (row === undefined) throw new Error('no line');
    const at = (used: string, exported: string): ExportRow => ({
      ...row,
      usage_start_time: used,
      export_time: exported,
    });
    const name = 'acme-fin.billing.late';
    await bigquery.put({
      name,
      kind: 'standard',
      rows: [
        at('2026-03-01T10:00:00Z', '2026-03-02T04:00:00Z'),
        at('2026-03-05T23:30:00Z', '2026-11-02T04:00:00Z'),
        at('2026-03-05T23:30:00Z', '2026-11-02T03:00:00Z'),
        at('2026-10-31T10:00:00Z', '2026-11-02T05:00:00Z'),
      ],
    });
    const asked = { since: '2026-11-02T02:59:59.999Z', before: '2026-10-01', zone: 'Europe/Amsterdam' };
    const late = source({ table: name });
    expect(await late.changedDays?.(asked)).toEqual({ days: ['2026-03-06'], through: '2026-11-02T04:00:00.000Z' });
    expect(bigquery.queries.at(-1)?.sql).toContain("_PARTITIONTIME >= TIMESTAMP '2026-11-01 00:00:00+00'");
    expect(await late.changedDays?.({ ...asked, since: '2026-11-02T04:00:00.000Z' })).toEqual({
      days: [],
      through: null,
    });
  });

  test('compares no days where that would read more than is allowed, and says so to whoever sets it up', async () => {
    const name = 'acme-fin.billing.copy';
    await bigquery.put({ name, kind: 'standard', rows, kept: 'unpartitioned' });
    const asked = { first: '2026-10-01', before: '2026-10-30', zone: 'UTC', labelKeys: ['team'], written: null };
    const found = await source({ table: name }).daySums?.(asked);
    expect(new Set(found?.sums.map(({ day }) => day))).toEqual(new Set(['2026-10-28', '2026-10-29']));
    expect((await source({ table: name }).check()).unseen).toEqual([]);
    const poor = source({ table: name, mostBytes: 100 });
    const from = bigquery.queries.length;
    expect(await poor.daySums?.(asked)).toBeNull();
    expect(bigquery.queries.slice(from).map(({ dryRun }) => dryRun)).toEqual([true]);
    expect((await poor.check()).unseen).toEqual([expect.stringMatching(/older than five weeks .* most_gib/)]);
  });

  test('is the same after the export came again, and counts a line taken back as nothing', async () => {
    const [row] = rows.filter(({ credits }) => credits.length > 0);
    if (row === undefined) throw new Error('no line with credits');
    const back: ExportRow = {
      ...row,
      cost: -row.cost,
      credits: row.credits.map((one) => ({ ...one, amount: -one.amount })),
      export_time: '2026-12-24T00:00:00Z',
    };
    const name = 'acme-fin.billing.back';
    await bigquery.put({ name, kind: 'standard', rows: [row, back] });
    const day = {
      ...window,
      first: row.usage_start_time.slice(0, 10),
      last: row.usage_start_time.slice(0, 10),
      zone: 'UTC',
    };
    const read = await source({ table: name }).read(day);
    expect(read.lines.map(({ gross, credits, billed, lines }) => [gross, credits, billed, lines])).toEqual([
      ['0', '0', '0', 2],
    ]);
    expect(read.watermark).toBe('2026-12-24T00:00:00.000Z');
    expect(await source({ table: name }).read(day)).toEqual(read);
  });
});

describe('a billing export that cannot be read', () => {
  const failing = async (options: Partial<BigQueryBillingOptions> = {}) => {
    const error = await source(options)
      .read(window)
      .catch((failure: unknown) => failure);
    if (!(error instanceof UpstreamError)) throw error;
    return error;
  };

  test.each([
    ['bigquery.jobs.create', /bigquery\.jobs\.create there \(role BigQuery Job User\)/],
    ['bigquery.tables.get', /on the dataset acme-fin\.billing \(role BigQuery Data Viewer\)/],
    ['bigquery.tables.getData', /bigquery\.tables\.getData on the dataset acme-fin\.billing/],
  ] as const)('says which right is missing: %s', async (right, sentence) => {
    bigquery.deny([right]);
    expect(await failing()).toMatchObject({
      message: expect.stringMatching(sentence),
      mendable: true,
      retryable: false,
      status: 403,
    });
  });

  test('says that it would cost too much, and runs nothing', async () => {
    const from = bigquery.queries.length;
    const error = await failing({ mostBytes: 100 });
    expect(error).toMatchObject({
      message: expect.stringMatching(/would scan .* GiB are allowed .* raise most_gib/),
      retryable: false,
      mendable: true,
    });
    expect(bigquery.queries.slice(from).map(({ dryRun }) => dryRun)).toEqual([true]);
  });

  test('says that it is gone, was never one, or is refused us', async () => {
    expect(await failing({ table: 'acme-fin.billing.gone' })).toMatchObject({
      message: expect.stringMatching(/no table acme-fin\.billing\.gone/),
      mendable: true,
    });
    await bigquery.put({ name: 'acme-fin.billing.other', kind: 'standard', rows: [], without: ['cost', 'invoice'] });
    expect((await failing({ table: 'acme-fin.billing.other' })).message).toMatch(
      /has no column invoice\.month, cost\. Name the table/,
    );
    expect(await failing({ token: async () => 'wrong-secret' })).toMatchObject({
      status: 401,
      mendable: true,
      message: expect.not.stringContaining('wrong-secret'),
    });
    expect((await failing({ mostLines: 2 })).message).toMatch(/more than 2 sums/);
  });

  test.each([
    ['down', {}, /broke the connection off|accepts no connection/],
    ['lost-answer', {}, /broke the connection off/],
    ['too-many-requests', {}, /takes no more requests of project acme-fin/],
    ['error-500', {}, /failed with status 503/],
    ['slow', { ms: Number.POSITIVE_INFINITY }, /did not answer within 0\.3 s/],
  ] as const)('is worth trying again where BigQuery is %s', async (fault, options, sentence) => {
    bigquery.faults.set(fault, options);
    const error = await failing(fault === 'slow' ? { timeoutMs: 300 } : {});
    expect(error).toMatchObject({ message: expect.stringMatching(sentence), retryable: true, ambiguous: false });
    bigquery.faults.clear();
    const { reachable, problems } = await source().check();
    expect({ reachable, problems }).toEqual({ reachable: true, problems: [] });
  });
});

describe('a check of a billing export', () => {
  const linked = (project: string, enabled = true) => ({ project, account: enabled ? account : null, enabled });
  const account = '0A1B2C-3D4E5F-6A7B8C';
  const billing: BillingReads = {
    linkOf: async (project) => linked(project),
    linksOf: async () => [linked('ml-prod'), linked('acme-fin'), linked('left', false)],
    account: async () => ({ name: 'Acme', currency: 'EUR', open: true }),
  };
  const table = 'acme-fin.billing.gcp_billing_export_v1_0A1B2C_3D4E5F_6A7B8C';

  test('tells a project without a billing account, and what it cannot see', async () => {
    const unlinked = source({ billing: { ...billing, linkOf: async (project) => linked(project, false) } });
    expect((await unlinked.check()).problems[0]?.sentence).toMatch(/acme-fin is linked to no billing account/);
    const refusal = () =>
      Promise.reject(new UpstreamError('Google Cloud Billing', 'It says no.', { retryable: false }));
    const { reachable, problems, unseen } = await source({ billing: { ...billing, linkOf: refusal } }).check();
    expect({ reachable, problems, unseen }).toMatchObject({
      reachable: true,
      problems: [],
      unseen: [expect.stringContaining('It says no')],
    });
  });

  test('tells which account the bill is of, its currency, and what it pays for', async () => {
    await bigquery.put({ name: table, kind: 'standard', rows: [] });
    expect(await source({ table, billing }).check()).toMatchObject({
      problems: [],
      unseen: [],
      seen: [`Billing account Acme (${account}) bills in EUR and pays for 2 projects: acme-fin, ml-prod.`],
    });
    const abroad = {
      ...billing,
      account: async () => ({ name: '', currency: 'USD', open: false }),
      linksOf: async () => [],
    };
    const { problems, seen } = await source({ table, billing: abroad }).check();
    expect(seen).toEqual([
      `Billing account ${account} bills in USD and pays for no project.`,
      expect.stringContaining('are shown in USD'),
    ]);
    expect(problems.map(({ sentence }) => sentence)).toEqual([expect.stringContaining('is closed')]);
  });
});

describe('what is no query of GoogleSQL', () => {
  test.each([
    ['a reserved name', 'SELECT 1 AS rows'],
    ['an unknown function', 'SELECT EPOCH(a) FROM `t`'],
    ['an argument too few', 'SELECT DATE(a) FROM `t`'],
    ['a type of another database', 'SELECT CAST(a AS VARCHAR) AS b FROM `t`'],
    ['a join', 'SELECT a FROM `t` CROSS JOIN UNNEST(labels) AS l'],
    ['a comment that hides something', 'SELECT a FROM `t` -- WHERE'],
    ['a bracket too few', 'SELECT SUM(a FROM `t`'],
  ])('is refused by the pretend BigQuery: %s', (_, sql) => {
    expect(() => translateSql(sql, () => 't')).toThrow();
  });

  test('is no name of a table either', () => {
    expect(tableName('acme-fin.billing.t` WHERE 1=1')).toBeNull();
    expect(tableName('example.com:acme-fin.billing.gcp_billing_export_v1_1')).toMatchObject({
      project: 'example.com:acme-fin',
      dataset: 'billing',
    });
  });
});
