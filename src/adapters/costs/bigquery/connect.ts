import type {
  CostDay,
  CostHour,
  CostLack,
  CostLine,
  CostSlice,
  CostSource,
  CostWindow,
  DayFingerprint,
  ResourceCost,
} from '#domain/cost.ts';
import { instantAt } from '#domain/instant.ts';
import type { RegistryHealth } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import { problemOf } from '../../pipelines/problem-of.ts';
import { checkAccount } from './check-account.ts';
import { type BillingQueries, billingQueries } from './client.ts';
import { addedUp, comparedDays, unseenChanges } from './compare-days.ts';
import type { ExportTable } from './export-table.ts';
import { parsed } from './failures.ts';
import { lookAtTable } from './look-at-table.ts';
import type { BigQueryBillingOptions } from './options.ts';
import { changedDaysQuery, firstDayQuery, hoursQuery, linesQuery, type Query, resourcesQuery } from './queries.ts';
import { changedDay, costHour, costLine, firstDay, resourceCost } from './rows.ts';

/**
 * A billing export. What the table has is looked up again with each reading, since Google adds columns; the queries name
 * all they read. Makes no request itself and loads nothing large before the first.
 */
export function connectBigQueryBilling(options: BigQueryBillingOptions): CostSource {
  const queries = billingQueries(options);
  const look = () => lookAtTable(options, queries);

  async function* rows(query: Query, table: ExportTable): AsyncGenerator {
    let count = 0;
    for await (const page of queries.rows(query, table.location)) {
      count += page.length;
      if (count > options.mostLines) throw tooMany(options);
      yield* page;
    }
  }

  return {
    title: options.title,
    // What a table lacks is in the slices; only its name tells before it was read.
    lacks: lacksOf(options.table),
    read: (window) => readSlice(options, window, look, rows),
    async firstDay(zone) {
      const table = await look();
      for await (const row of rows(firstDayQuery(table, zone), table))
        return parsed(options.title, () => firstDay(row));
      return null;
    },
    async changedDays(asked) {
      const table = await look();
      // Where no partition bounds when lines came, lines may also have been changed in place.
      if (!table.byIngestion) return null;
      const found: { readonly day: CostDay; readonly exportedMs: number }[] = [];
      for await (const row of rows(changedDaysQuery(table, asked), table))
        found.push(parsed(options.title, () => changedDay(row)));
      const newestMs = found.reduce((newest, { exportedMs }) => Math.max(newest, exportedMs), 0);
      return { days: found.map(({ day }) => day), through: newestMs === 0 ? null : instantAt(newestMs) };
    },
    async daySums(asked) {
      const table = await look();
      return await comparedDays(options, asked, { table, queries, rows });
    },
    hoursSince: (first, teamKey) => readHours(options, { first, teamKey }, look, rows),
    check: () => checkExport(options, look, queries),
  };
}

async function readSlice(
  { title, tagNamespace, mostResources }: BigQueryBillingOptions,
  window: CostWindow,
  look: () => Promise<ExportTable>,
  rows: (query: Query, table: ExportTable) => AsyncGenerator,
): Promise<CostSlice> {
  const table = await look();
  const lines: CostLine[] = [];
  const marks: DayFingerprint[] = [];
  let newestMs: number | null = null;
  for await (const row of rows(linesQuery(table, window, tagNamespace), table)) {
    const { line, exportedMs, fingerprint } = parsed(title, () => costLine(row, table, window));
    lines.push(line);
    if (fingerprint !== null) marks.push({ day: line.day, currency: line.currency, fingerprint });
    if (exportedMs !== null && (newestMs === null || exportedMs > newestMs)) newestMs = exportedMs;
  }
  const resources: ResourceCost[] = [];
  const known = table.kind === 'detailed' || table.columns.has('resourceid');
  if (known && lines.length > 0) {
    for await (const row of rows(resourcesQuery(table, window, tagNamespace, mostResources), table)) {
      resources.push(parsed(title, () => resourceCost(row, table, window)));
    }
  }
  const watermark = newestMs === null ? null : instantAt(newestMs);
  return { lines, resources, watermark, ...(!table.byIngestion && { fingerprints: addedUp(marks) }) };
}

/** Nothing bounds the days at the other end: what is there has come. */
async function readHours(
  { title, tagNamespace }: BigQueryBillingOptions,
  { first, teamKey }: { readonly first: CostDay; readonly teamKey: string },
  look: () => Promise<ExportTable>,
  rows: (query: Query, table: ExportTable) => AsyncGenerator,
): Promise<readonly CostHour[]> {
  const table = await look();
  const window = { first, last: '9999-12-30', zone: 'UTC', labelKeys: [teamKey] };
  const hours: CostHour[] = [];
  for await (const row of rows(hoursQuery(table, window, tagNamespace), table)) {
    const hour = parsed(title, () => costHour(row));
    if (hour !== null) hours.push(hour);
  }
  return hours;
}

/** By the names that Google gives its tables. Only the FOCUS export tells amortised cost from billed. */
function lacksOf(table: string): readonly CostLack[] {
  if (/\.gcp_billing_export_focus_/.test(table)) return [];
  return /\.gcp_billing_export_resource_v1_/.test(table) ? ['effective'] : ['resources', 'effective'];
}

async function checkExport(
  options: BigQueryBillingOptions,
  look: () => Promise<ExportTable>,
  queries: BillingQueries,
): Promise<RegistryHealth> {
  const found = { version: null, clockSkewMs: null };
  try {
    const table = await look();
    const [needed, account, changes] = await Promise.all([
      queries.bytes(firstDayQuery(table, 'UTC'), table.location),
      checkAccount(options, table.account),
      unseenChanges(options, table, queries),
    ]);
    const linked = { ...account, unseen: [...account.unseen, ...changes] };
    if (needed <= options.mostBytes) return { ...found, reachable: true, ...linked };
    const sentence = `Looking for the first day of ${options.title} would read more than is allowed.`;
    const dear = { sentence, fix: 'Raise most_gib in org.yaml.' };
    return { ...found, reachable: true, ...linked, problems: [dear, ...linked.problems] };
  } catch (error) {
    const reachable = error instanceof UpstreamError && error.status !== null;
    return { ...found, reachable, problems: [problemOf(error)] };
  }
}

function tooMany({ title, mostLines }: BigQueryBillingOptions): UpstreamError {
  const sentence = `${title} has more than ${mostLines} sums in these days, which is more than we keep. Ask for fewer days or fewer label keys.`;
  return new UpstreamError(title, sentence, { retryable: false });
}
