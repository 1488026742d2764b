import { type SQL, sql } from 'drizzle-orm';
import type { CostDay, CostLine, CostSlice, ResourceCost } from '#domain/cost.ts';
import type { Executor } from './database.ts';
import { costLines, costResources } from './schema/cost.ts';

/** Days of a bill, both included. */
export interface StoredDays {
  readonly workspaceId: string;
  readonly source: string;
  readonly first: CostDay;
  readonly last: CostDay;
}

/** How many rows go into one statement. */
const batch = 5_000;

/**
 * Puts a slice in place of everything that was known of these days. Only lines of these days are kept; the caller's
 * transaction makes it all or nothing.
 */
export async function replaceDays(tx: Executor, days: StoredDays, slice: CostSlice): Promise<void> {
  const { workspaceId, source, first, last } = days;
  for (const table of [costLines, costResources]) {
    await tx.execute(
      sql`delete from ${table} where workspace_id = ${workspaceId} and source = ${source} and day between ${first} and ${last}`,
    );
  }
  const within = ({ day }: { readonly day: CostDay }) => day >= first && day <= last;
  for (const lines of batches(slice.lines.filter(within))) await insertLines(tx, days, lines);
  for (const resources of batches(slice.resources.filter(within))) await insertResources(tx, days, resources);
}

async function insertLines(tx: Executor, days: StoredDays, lines: readonly CostLine[]): Promise<void> {
  await tx.execute(sql`
    insert into cost_lines (workspace_id, source, billing_period, region, category, run_billing_id, usage_amount, usage_unit, ${shared})
    select ${days.workspaceId}, ${days.source}, * from unnest(
      ${column(lines, (line) => line.billingPeriod)}, ${column(lines, (line) => line.region)},
      ${column(lines, (line) => line.category)}, ${column(lines, (line) => line.runBillingId)},
      ${column(lines, ({ usage }) => usage?.amount ?? null)}::numeric[], ${column(lines, ({ usage }) => usage?.unit ?? null)},
      ${sharedColumns(lines)})`);
}

async function insertResources(tx: Executor, days: StoredDays, resources: readonly ResourceCost[]): Promise<void> {
  await tx.execute(sql`
    insert into cost_resources (workspace_id, source, resource, ${shared})
    select ${days.workspaceId}, ${days.source}, * from unnest(
      ${column(resources, ({ resource }) => resource)}, ${sharedColumns(resources)})`);
}

const shared = sql.raw(
  'day, provider, account, project, service, sku, labels, currency, gross, credits, billed, effective, lines',
);

function sharedColumns(rows: readonly (CostLine | ResourceCost)[]): SQL {
  return sql.join(
    [
      sql`${column(rows, ({ day }) => day)}::date[]`,
      column(rows, ({ provider }) => provider),
      column(rows, ({ account }) => account),
      column(rows, ({ project }) => project),
      column(rows, ({ service }) => service),
      column(rows, ({ sku }) => sku),
      sql`${column(rows, ({ labels }) => JSON.stringify(labels))}::jsonb[]`,
      column(rows, ({ currency }) => currency),
      sql`${column(rows, ({ gross }) => gross)}::numeric[]`,
      sql`${column(rows, ({ credits }) => credits)}::numeric[]`,
      sql`${column(rows, ({ billed }) => billed)}::numeric[]`,
      sql`${column(rows, ({ effective }) => effective)}::numeric[]`,
      sql`${column(rows, ({ lines }) => String(lines))}::integer[]`,
    ],
    sql`, `,
  );
}

/** One array of text for a column: far faster than a parameter for each value. */
function column<T>(rows: readonly T[], valueOf: (row: T) => string | null): SQL {
  return sql`${sql.param(rows.map(valueOf))}::text[]`;
}

function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += batch) yield rows.slice(from, from + batch);
}
