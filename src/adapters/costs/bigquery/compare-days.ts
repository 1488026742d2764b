import type { CostDay, CostSource, DayFingerprint, DaySum } from '#domain/cost.ts';
import { add, decimal, decimalText } from '#domain/decimal.ts';
import type { BillingQueries } from './client.ts';
import type { ExportTable } from './export-table.ts';
import { gib, parsed } from './failures.ts';
import type { BigQueryBillingOptions } from './options.ts';
import { daySumsQuery, type Query } from './queries.ts';
import { daySum } from './rows.ts';
import { dayAfter } from './window-lines.ts';

type Asked = Parameters<NonNullable<CostSource['daySums']>>[0];
type Answer = Awaited<ReturnType<NonNullable<CostSource['daySums']>>>;

interface Reading {
  readonly table: ExportTable;
  readonly queries: BillingQueries;
  readonly rows: (query: Query, table: ExportTable) => AsyncGenerator;
}

/**
 * What days come to now. Null, without a query, where the table was not written since; and where days would be compared
 * for more bytes than are allowed, so that the newest days are still read.
 */
export async function comparedDays(
  { title, tagNamespace, mostBytes }: BigQueryBillingOptions,
  { first, before, zone, labelKeys, written }: Asked,
  { table, queries, rows }: Reading,
): Promise<Answer> {
  if (table.byIngestion || (written !== null && table.written === written)) return null;
  const query = daySumsQuery(table, { first, last: dayAfter(before, -1), zone, labelKeys }, tagNamespace);
  if ((await queries.bytes(query, table.location)) > mostBytes) return null;
  const sums: DaySum[] = [];
  for await (const row of rows(query, table)) sums.push(parsed(title, () => daySum(row)));
  return { sums, written: table.written };
}

/** What of a table cannot be noticed soon, for whoever sets it up. */
export async function unseenChanges(
  { tagNamespace, mostBytes }: BigQueryBillingOptions,
  table: ExportTable,
  queries: BillingQueries,
): Promise<readonly string[]> {
  if (table.byIngestion) return [];
  const all = { first: '1970-01-02', last: '9999-12-30', zone: 'UTC', labelKeys: ['team'] };
  const needed = await queries.bytes(daySumsQuery(table, all, tagNamespace), table.location);
  if (needed <= mostBytes) return [];
  const dear = `to compare all days may read ${gib(needed)} GiB, and most_gib in org.yaml allows ${gib(mostBytes)}`;
  return [`Whether days older than five weeks were corrected, which is noticed within ten weeks. ${dear}.`];
}

/** By day and currency, of the sums that a reading gave. */
export function addedUp(
  parts: readonly { readonly day: CostDay; readonly currency: string; readonly fingerprint: string }[],
): readonly DayFingerprint[] {
  const sums = new Map<string, DayFingerprint>();
  for (const { day, currency, fingerprint } of parts) {
    const key = `${day} ${currency}`;
    const sum = add(decimal(sums.get(key)?.fingerprint ?? '0'), decimal(fingerprint));
    sums.set(key, { day, currency, fingerprint: decimalText(sum) });
  }
  return [...sums.values()];
}
