import { z } from 'zod';
import type {
  CostDay,
  CostHour,
  CostLack,
  CostLine,
  CostSlice,
  CostSource,
  CostWindow,
  ResourceCost,
} from '#domain/cost.ts';
import { instantAt } from '#domain/instant.ts';
import type { RegistryHealth } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import { problemOf } from '../../pipelines/problem-of.ts';
import { checkAccount } from './check-account.ts';
import { billingQueries } from './client.ts';
import { columnPaths, type ExportTable, exportKind, type Field } from './export-table.ts';
import type { BigQueryBillingOptions } from './options.ts';
import { changedDaysQuery, firstDayQuery, hoursQuery, linesQuery, type Query, resourcesQuery } from './queries.ts';
import { changedDay, costHour, costLine, firstDay, resourceCost } from './rows.ts';

const field: z.ZodType<Field> = z.lazy(() =>
  z.object({ name: z.string(), type: z.string(), fields: z.array(field).optional() }),
);
const description = z.object({
  location: z.string(),
  schema: z.object({ fields: z.array(field) }),
  timePartitioning: z.object({ type: z.string(), field: z.string().optional() }).optional(),
});

/**
 * A billing export. What the table has is looked up again with each reading, since Google adds columns; the queries name
 * all they read. Makes no request itself and loads nothing large before the first.
 */
export function connectBigQueryBilling(options: BigQueryBillingOptions): CostSource {
  const queries = billingQueries(options);

  async function look(): Promise<ExportTable> {
    const read = description.safeParse(await queries.describe());
    if (!read.success) throw notUnderstood(options.title, read.error);
    const columns = columnPaths(read.data.schema.fields);
    const { timePartitioning: partitions, location } = read.data;
    return {
      kind: exportKind(options.title, columns),
      quoted: `\`${options.table}\``,
      account: /_([0-9A-F]{6})_([0-9A-F]{6})_([0-9A-F]{6})$/.exec(options.table)?.slice(1).join('-') ?? null,
      location,
      byIngestion: partitions !== undefined && partitions.field === undefined,
      columns,
    };
  }

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
      // What no partition bounds would be read whole each night.
      if (!table.byIngestion) return { days: [], through: null };
      const found: { readonly day: CostDay; readonly exportedMs: number }[] = [];
      for await (const row of rows(changedDaysQuery(table, asked), table))
        found.push(parsed(options.title, () => changedDay(row)));
      const newestMs = found.reduce((newest, { exportedMs }) => Math.max(newest, exportedMs), 0);
      return { days: found.map(({ day }) => day), through: newestMs === 0 ? null : instantAt(newestMs) };
    },
    hoursSince: (first, teamKey) => readHours(options, { first, teamKey }, look, rows),
    check: () => checkExport(options, look, (table) => queries.bytes(firstDayQuery(table, 'UTC'), table.location)),
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
  let newestMs: number | null = null;
  for await (const row of rows(linesQuery(table, window, tagNamespace), table)) {
    const { line, exportedMs } = parsed(title, () => costLine(row, table, window));
    lines.push(line);
    if (exportedMs !== null && (newestMs === null || exportedMs > newestMs)) newestMs = exportedMs;
  }
  const resources: ResourceCost[] = [];
  const known = table.kind === 'detailed' || table.columns.has('resourceid');
  if (known && lines.length > 0) {
    for await (const row of rows(resourcesQuery(table, window, tagNamespace, mostResources), table)) {
      resources.push(parsed(title, () => resourceCost(row, table, window)));
    }
  }
  return { lines, resources, watermark: newestMs === null ? null : instantAt(newestMs) };
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
  bytes: (table: ExportTable) => Promise<number>,
): Promise<RegistryHealth> {
  const found = { version: null, clockSkewMs: null };
  try {
    const table = await look();
    const [needed, linked] = await Promise.all([bytes(table), checkAccount(options, table.account)]);
    if (needed <= options.mostBytes) return { ...found, reachable: true, ...linked };
    const sentence = `Looking for the first day of ${options.title} would read more than is allowed.`;
    const dear = { sentence, fix: 'Raise most_gib in org.yaml.' };
    return { ...found, reachable: true, ...linked, problems: [dear, ...linked.problems] };
  } catch (error) {
    const reachable = error instanceof UpstreamError && error.status !== null;
    return { ...found, reachable, problems: [problemOf(error)] };
  }
}

function parsed<T>(title: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw notUnderstood(title, error);
  }
}

function notUnderstood(title: string, cause: unknown): UpstreamError {
  const sentence = `${title} was read, but an answer of BigQuery cannot be understood. Tell whoever maintains Countersign.`;
  return new UpstreamError(title, sentence, { retryable: false }, { cause });
}

function tooMany({ title, mostLines }: BigQueryBillingOptions): UpstreamError {
  const sentence = `${title} has more than ${mostLines} sums in these days, which is more than we keep. Ask for fewer days or fewer label keys.`;
  return new UpstreamError(title, sentence, { retryable: false });
}
