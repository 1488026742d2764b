import type { ChargeCategory, CostLine, CostSlice, CostSource, CostWindow, ResourceCost } from '#domain/cost.ts';
import { decimal, decimalText } from '#domain/decimal.ts';
import { instantAt } from '#domain/instant.ts';
import { ConfigError, UpstreamError } from '#errors.ts';
import { problemOf } from '../../pipelines/problem-of.ts';
import { type Batch, batchesOf } from './columns.ts';
import { type Database, withDatabase } from './database.ts';
import { dayFingerprint, daySum, daySumsQuery, partSumsQuery } from './day-sums.ts';
import { type FocusFile, focusFiles, wrong } from './files.ts';
import type { FocusFilesOptions } from './options.ts';
import {
  badQuery,
  firstDayQuery,
  lineColumns,
  linesQuery,
  type Offset,
  offsetsQuery,
  partTable,
  resourcesQuery,
  unreadableNames,
  unreadableQuery,
} from './queries.ts';

type Row = readonly (string | null)[];

/**
 * Bills in FOCUS files, read with DuckDB anew each time: nothing is kept between readings, and files may be replaced
 * at any time. Loads nothing large before the first.
 */
export function connectFocusFiles(options: FocusFilesOptions): CostSource {
  async function opened<T>(
    use: (database: Database, batches: readonly Batch[], files: readonly FocusFile[]) => Promise<T>,
  ): Promise<T> {
    const files = await focusFiles(options);
    return await withDatabase(options, files, async (database) =>
      use(database, await batchesOf(options.title, database, files), files),
    );
  }

  return {
    title: options.title,
    lacks: [],
    read: (window) =>
      opened(async (database, batches, files) => readSlice(options, database, batches, window, newest(files))),
    firstDay: (zone) =>
      opened(async (database, batches) => {
        const [row] = await allRows(options, database.rows(firstDayQuery(batches), { zone }));
        return row?.[0] ?? null;
      }),
    daySums: ({ first, before, zone, labelKeys }) =>
      opened(async (database, batches) => {
        const window = { first, last: before, zone, labelKeys };
        const sql = daySumsQuery(batches, window, await offsetsOf(options, database, window));
        const rows = await allRows(options, database.rows(sql, keyParams(labelKeys)));
        // When files say that they were written is not believed: copies keep the time of what they were copied from.
        return { sums: rows.map(daySum).filter(({ day }) => day < before), written: null };
      }),
    async check() {
      const found = { version: null, clockSkewMs: null };
      try {
        await opened(async () => null);
        return { ...found, reachable: true, problems: [] };
      } catch (error) {
        if (!(error instanceof ConfigError)) return { ...found, reachable: false, problems: [problemOf(error)] };
        const [problem = ''] = error.problems;
        const [sentence = '', fix = ''] = problem.split(': ');
        return { ...found, reachable: false, problems: [{ sentence, fix }] };
      }
    },
  };
}

async function readSlice(
  options: FocusFilesOptions,
  database: Database,
  batches: readonly Batch[],
  window: CostWindow,
  writtenMs: number,
): Promise<CostSlice> {
  const { first, last, zone, labelKeys } = window;
  const all = async (sql: string, params: Readonly<Record<string, string>> = {}) =>
    await allRows(options, database.rows(sql, params));
  const offsets = await offsetsOf(options, database, { first, last, zone });
  await all(partTable(batches, window, offsets));
  const [bad] = await all(badQuery);
  if (bad?.[0] !== '0') throw unreadableFile(options.title, (await all(unreadableQuery(batches)))[0] ?? []);
  const keys = keyParams(labelKeys);
  const lines = (await all(linesQuery(window), keys)).map((row) => costLine(row, labelKeys));
  const resources = (await all(resourcesQuery(window, options.mostResources), keys)).map((row) =>
    resourceCost(row, labelKeys),
  );
  const fingerprints = (await all(partSumsQuery(labelKeys), keys)).map(dayFingerprint);
  return { lines, resources, watermark: lines.length === 0 ? null : instantAt(Math.floor(writtenMs)), fingerprints };
}

function keyParams(labelKeys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(labelKeys.map((key, n) => [`key_${n}`, key]));
}

/** When a zone is how far ahead of UTC in a window. */
async function offsetsOf(
  options: FocusFilesOptions,
  database: Database,
  { first, last, zone }: Pick<CostWindow, 'first' | 'last' | 'zone'>,
): Promise<readonly Offset[]> {
  const rows = await allRows(options, database.rows(offsetsQuery, { first, last, zone }));
  return rows.map(([from, ahead]) => ({ from: BigInt(from ?? 0), ahead: BigInt(ahead ?? 0) }));
}

async function allRows(
  { title, mostLines }: FocusFilesOptions,
  parts: AsyncGenerator<readonly Row[]>,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const rows of parts) {
    if (all.length + rows.length > mostLines) {
      throw new UpstreamError(
        title,
        `${title} has more than ${mostLines} sums in these days, which is more than we keep. Ask for fewer days or fewer label keys.`,
        { retryable: false },
      );
    }
    for (const row of rows) all.push(row);
  }
  return all;
}

const categories: ReadonlyMap<string, ChargeCategory> = new Map([
  ['usage', 'usage'],
  ['purchase', 'purchase'],
  ['tax', 'tax'],
  ['credit', 'credit'],
]);

function costLine(row: Row, keys: readonly string[]): CostLine {
  const [day, month, provider, account, project, service, sku, region, category, currency] = row;
  const rest = row.slice(lineColumns.length);
  return {
    day: day ?? '',
    billingPeriod: month ?? '',
    ...names({ provider, account, project, service, sku, currency }),
    region: region ?? null,
    category: categories.get(category ?? '') ?? 'adjustment',
    runBillingId: rest[0] ?? null,
    ...sums(rest.slice(1, 6)),
    ...usage(rest.slice(6, 9)),
    labels: labels(rest.slice(9), keys),
  };
}

function resourceCost(row: Row, keys: readonly string[]): ResourceCost {
  const [day, provider, account, project, service, sku, resource, currency, ...rest] = row;
  return {
    day: day ?? '',
    ...names({ provider, account, project, service, sku, currency }),
    resource: resource ?? '',
    ...sums(rest.slice(0, 5)),
    labels: labels(rest.slice(5), keys),
  };
}

type Cell = string | null | undefined;

function names(of: Readonly<Record<'provider' | 'account' | 'project' | 'service' | 'sku' | 'currency', Cell>>) {
  const { provider, account, project, service, sku, currency } = of;
  return {
    provider: provider ?? '',
    account: account ?? '',
    project: project ?? null,
    service: service ?? '',
    sku: sku ?? '',
    currency: currency ?? '',
  };
}

function sums([gross, credits, billed, effective, lines]: Row) {
  const exact = (text: Cell) => decimalText(decimal(text ?? '0'));
  return {
    gross: exact(gross),
    credits: exact(credits),
    billed: exact(billed),
    effective: exact(effective),
    lines: Number(lines),
  };
}

/** Amounts in two units are never added. */
function usage([used, unit, other]: Row): Pick<CostLine, 'usage'> {
  if (typeof used !== 'string' || typeof unit !== 'string' || unit !== other) return {};
  return { usage: { amount: decimalText(decimal(used)), unit } };
}

/** FOCUS has one set of tags, those of the resource. */
function labels(values: Row, keys: readonly string[]): CostLine['labels'] {
  const set = keys.flatMap((key, n) => {
    const value = values[n] ?? null;
    return value === null ? [] : [[key, { value, from: 'resource' as const }] as const];
  });
  return Object.fromEntries(set);
}

/** A line without its amount or its time would be missing from the sum, and nobody would see it. */
function unreadableFile(title: string, [file, ...counts]: Row): UpstreamError {
  const at = counts.findIndex((count) => count !== '0');
  const lines = Number(counts[at] ?? 0);
  return wrong(
    title,
    `${file} has ${lines} ${lines === 1 ? 'line' : 'lines'} whose ${unreadableNames[at]} is missing or cannot be read. Export that file again.`,
  );
}

function newest(files: readonly FocusFile[]): number {
  return files.reduce((latest, { writtenMs }) => Math.max(latest, writtenMs), 0);
}
