import { sql } from 'drizzle-orm';
import type { ChargeCategory, CostDay, CostLine, ResourceCost } from '#domain/cost.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import type { Executor } from './database.ts';

/** Lines as the bill has them, but for account and region. */
export type SummedLine = Omit<CostLine, 'account' | 'region'>;

type Row = Record<Exclude<keyof SummedLine, 'labels' | 'lines' | 'runBillingId' | 'usage'> | 'resource', string> & {
  project: string | null;
  labels: CostLine['labels'];
  run: string | null;
  category: ChargeCategory;
  used: string | null;
  unit: string | null;
};

/**
 * The roll-up's lines of these days, summed over accounts and regions, and before `detailedFrom` also over SKUs and
 * billing periods, where both are empty text. Nothing is summed over labels, services, projects or runs.
 */
export async function spendLines(
  db: Executor,
  workspaceId: string,
  { first, last }: DaySpan,
  detailedFrom: CostDay,
): Promise<readonly SummedLine[]> {
  const { rows } = await db.execute<Row>(sql`
    select day::text as day, provider, project, service, labels, currency, category, run_billing_id as run,
      case when day >= ${detailedFrom} then sku else '' end as sku,
      case when day >= ${detailedFrom} then billing_period else '' end as "billingPeriod",
      ${amounts},
      case when min(usage_unit) = max(usage_unit) then trim_scale(sum(usage_amount))::text end as used,
      min(usage_unit) as unit
    from cost_lines where workspace_id = ${workspaceId} and day between ${first} and ${last}
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 order by 1`);
  return rows.map(({ run, resource: _, used, unit, ...row }) => ({
    ...row,
    runBillingId: run,
    lines: 1,
    ...(used === null || unit === null ? {} : { usage: { amount: used, unit } }),
  }));
}

/** What resources cost on these days, as far as they were among the dearest of a day. */
export async function resourceLines(
  db: Executor,
  workspaceId: string,
  { first, last }: DaySpan,
): Promise<readonly Omit<ResourceCost, 'lines'>[]> {
  const { rows } = await db.execute<Omit<Row, 'run' | 'used' | 'unit'> & { account: string }>(sql`
    select day::text as day, provider, account, project, service, sku, labels, currency, resource, ${amounts}
    from cost_resources where workspace_id = ${workspaceId} and day between ${first} and ${last}
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9`);
  return rows;
}

/** The first day that each resource of these days is known from. */
export async function firstDays(
  db: Executor,
  workspaceId: string,
  { first, last }: DaySpan,
): Promise<ReadonlyMap<string, CostDay>> {
  const { rows } = await db.execute<{ resource: string; day: CostDay }>(sql`
    select resource, min(day)::text as day from cost_resources
    where workspace_id = ${workspaceId} and resource in (
      select resource from cost_resources where workspace_id = ${workspaceId} and day between ${first} and ${last}
    )
    group by resource`);
  return new Map(rows.map(({ resource, day }) => [resource, day]));
}

const amounts = sql.raw(
  ['gross', 'credits', 'billed', 'effective'].map((name) => `trim_scale(sum(${name}))::text as ${name}`).join(', '),
);
