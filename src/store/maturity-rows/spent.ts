import { sql } from 'drizzle-orm';
import type { CostLine } from '#domain/cost.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import type { Executor } from '../database.ts';

/** Which labels are asked about: those with one of these values of a key; null for whatever there is. */
export interface Labelled {
  readonly models: { readonly key: string; readonly values: readonly string[] } | null;
  readonly teams: { readonly key: string; readonly values: readonly string[] } | null;
}

/** What lines with the same labels cost, as exact decimal text. */
export interface SpentRow {
  readonly labels: CostLine['labels'];
  readonly currency: string;
  readonly amount: string;
}

/** A resource that serves predictions, by what its charges are called; `day` is the last that it was charged for. */
export interface ServingRow {
  readonly resource: string;
  readonly labels: CostLine['labels'];
  readonly sku: string;
  readonly day: string;
}

/** Of each set of labels, what it cost in some days. */
export async function spentRows(db: Executor, workspaceId: string, labelled: Labelled, span: DaySpan) {
  const { rows } = await db.execute<Record<keyof SpentRow, never>>(sql`
    select labels, currency, trim_scale(sum(effective))::text as amount
    from cost_lines where workspace_id = ${workspaceId} and day between ${span.first} and ${span.last}
      and category in ('usage', 'purchase') and ${those(labelled)}
    group by labels, currency`);
  const spent: readonly SpentRow[] = rows;
  return spent;
}

/** The same of what was found unused, for the days on which it was. */
export async function idleSpentRows(db: Executor, workspaceId: string, labelled: Labelled, span: DaySpan) {
  const { rows } = await db.execute<Record<keyof SpentRow, never>>(sql`
    select c.labels, c.currency, trim_scale(sum(c.effective))::text as amount
    from cost_resources c join idle_findings i
      on i.workspace_id = c.workspace_id and i.provider = c.provider and i.resource = c.resource
        and c.day::text between i.since and i.seen_on
    where c.workspace_id = ${workspaceId} and c.day between ${span.first} and ${span.last} and ${those(labelled, 'c.')}
    group by c.labels, c.currency`);
  const spent: readonly SpentRow[] = rows;
  return spent;
}

/** Names of charges for predictions, as the clouds have them. */
const servingSku = 'predict|inference|endpoint|hosting';

/** What served in some days, by resource. */
export async function servingRows(db: Executor, workspaceId: string, labelled: Labelled, span: DaySpan) {
  const { rows } = await db.execute<Record<keyof ServingRow, never>>(sql`
    select distinct on (resource) resource, labels, sku, day::text as day
    from cost_resources where workspace_id = ${workspaceId} and day between ${span.first} and ${span.last}
      and sku ~* ${servingSku} and effective > 0 and ${those(labelled)}
    order by resource, day desc`);
  const serving: readonly ServingRow[] = rows;
  return serving;
}

function those({ models, teams }: Labelled, of = '') {
  const value = (key: string) => sql.raw(`(${of}labels -> '${key.replaceAll("'", "''")}' ->> 'value')`);
  const hit = ({ key, values }: NonNullable<Labelled['models']>) =>
    sql`${value(key)} = any(${sql.param([...values])}::text[])`;
  if (models === null || teams === null) return sql`true`;
  return sql`(${hit(models)} or (${value(models.key)} is null and ${hit(teams)}))`;
}
