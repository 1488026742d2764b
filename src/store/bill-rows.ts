import { sql } from 'drizzle-orm';
import type { BillRow, BillRows } from '#domain/bill-row.ts';
import type { CostLine } from '#domain/cost.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { type BillPart, conditionOf, isOfResources, tableOf } from './bill-part.ts';
import type { Executor } from './database.ts';

type Found = Record<keyof Omit<BillRow, 'labels' | 'lines' | 'usage'>, string> & {
  readonly labels: CostLine['labels'];
  readonly lines: string;
  readonly rows: string | null;
  readonly usageAmount: string | null;
  readonly usageUnit: string | null;
};

/**
 * At most `most` rows, chosen by what they come to whatever their currency, and the sums of the others: both together
 * come to exactly what the part does.
 */
export async function billRows(db: Executor, part: BillPart, span: DaySpan, most: number): Promise<BillRows> {
  const own = isOfResources(part) ? ofResource : ofLine;
  const { rows } = await db.execute<Found>(sql`
    with placed as (
      select day, provider, account, project, service, sku, labels, currency, effective, billed, gross, lines, ${own},
        row_number() over (order by abs(effective) desc, day, service, sku) as place
      from ${tableOf(part)} where ${conditionOf(part, span)}
    )
    select day::text as day, provider, account, project, service, sku, labels, currency, resource, region, category,
      billing_period as "billingPeriod", run_billing_id as "runBillingId",
      ${exact}, lines::text as lines, null as rows,
      trim_scale(usage_amount)::text as "usageAmount", usage_unit as "usageUnit"
    from placed where place <= ${most}
    union all
    select null, null, null, null, null, null, null, currency, null, null, null, null, null,
      ${summed}, sum(lines)::text, count(*)::text, null, null
    from placed where place > ${most} group by currency`);
  const amounts = ({ currency, effective, billed, gross, lines }: Omit<Found, 'usageAmount' | 'usageUnit'>) => ({
    currency,
    effective,
    billed,
    gross,
    lines: Number(lines),
  });
  return {
    rows: rows
      .filter((row) => row.rows === null)
      .map(({ usageAmount, usageUnit, ...row }) => ({
        ...row,
        ...amounts(row),
        ...(usageAmount !== null && usageUnit !== null && { usage: { amount: usageAmount, unit: usageUnit } }),
      }))
      .sort((a, b) => compareText(a.day, b.day) || Number(b.effective) - Number(a.effective)),
    rest: rows
      .flatMap((row) => (row.rows === null ? [] : [{ ...amounts(row), rows: Number(row.rows) }]))
      .sort((a, b) => compareText(a.currency, b.currency)),
  };
}

const ofLine = sql.raw(
  'null::text as resource, region, category, billing_period, run_billing_id, usage_amount, usage_unit',
);
const ofResource = sql.raw(
  'resource, null::text as region, null::text as category, null::text as billing_period, null::text as run_billing_id, null::numeric as usage_amount, null::text as usage_unit',
);
const money = ['effective', 'billed', 'gross'];
const exact = sql.raw(money.map((name) => `trim_scale(${name})::text as ${name}`).join(', '));
const summed = sql.raw(money.map((name) => `trim_scale(sum(${name}))::text`).join(', '));

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
