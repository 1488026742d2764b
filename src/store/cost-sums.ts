import { sql } from 'drizzle-orm';
import type { CostDay } from '#domain/cost.ts';
import type { CostDimension } from '#domain/cost-query.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { type BillPart, conditionOf, expressionOf, tableOf } from './bill-part.ts';
import type { Executor } from './database.ts';

/** Exact sums, as decimal text in `currency`. */
interface Sums {
  readonly currency: string;
  readonly effective: string;
  readonly billed: string;
  readonly gross: string;
}

/** What each value of a dimension came to in some days. */
export type ValueSums = Sums & { readonly value: string | null; readonly lines: number };

/** What each day came to; `value` is null for what has none, and where `other` is set. */
export type DaySums = Sums & { readonly day: CostDay; readonly value: string | null; readonly other: boolean };

/** By currency and value, the dearest first. */
export async function sumsByValue(db: Executor, part: BillPart, span: DaySpan): Promise<readonly ValueSums[]> {
  const { rows } = await db.execute<Record<keyof ValueSums, string | null>>(sql`
    select currency, ${expressionOf(part.by)} as value, ${amounts}, sum(lines)::text as lines
    from ${tableOf(part)} where ${conditionOf(part, span)}
    group by 1, 2 order by sum(effective) desc, 2`);
  return rows.map((row) => ({ ...sumsIn(row), value: row.value, lines: Number(row.lines) }));
}

/** By day, currency and value, with all but the values of `apart` together as `other`. */
export async function sumsByDay(
  db: Executor,
  part: BillPart,
  span: DaySpan,
  apart: readonly (string | null)[],
): Promise<readonly DaySums[]> {
  const value = expressionOf(part.by);
  const named = apart.filter((one) => one !== null);
  const isApart = sql`(coalesce(${value} = any(${sql.param(named)}::text[]), ${apart.includes(null)}))`;
  const { rows } = await db.execute<Record<keyof Sums | 'day' | 'value', string | null> & { other: boolean }>(sql`
    select day::text as day, currency, case when ${isApart} then ${value} end as value, not ${isApart} as other, ${amounts}
    from ${tableOf(part)} where ${conditionOf(part, span)}
    group by 1, 2, 3, 4 order by 1`);
  return rows.map((row) => ({ ...sumsIn(row), day: row.day ?? '', value: row.value, other: row.other }));
}

/** What one run came to in one currency, over all of its days. */
export type RunSums = Sums & { readonly run: string };

/** Of runs by the ids that their lines carry. */
export async function runSums(db: Executor, workspaceId: string, ids: readonly string[]): Promise<readonly RunSums[]> {
  const { rows } = await db.execute<Record<keyof RunSums, string | null>>(sql`
    select run_billing_id as run, currency, ${amounts} from cost_lines
    where workspace_id = ${workspaceId} and run_billing_id = any(${sql.param(ids)}::text[])
    group by 1, 2 order by 1, 2`);
  return rows.map((row) => ({ ...sumsIn(row), run: row.run ?? '' }));
}

/** The values of a dimension that lines of these days have, in alphabetical order; at most 5,000. */
export async function valuesOf(
  db: Executor,
  workspaceId: string,
  by: CostDimension,
  span: DaySpan,
): Promise<readonly string[]> {
  const part = { workspaceId, filters: [], by };
  const value = expressionOf(by);
  const { rows } = await db.execute<{ value: string }>(sql`
    select distinct ${value} as value from ${tableOf(part)} where ${conditionOf(part, span)} and ${value} is not null
    order by 1 limit 5000`);
  return rows.map((row) => row.value);
}

const amounts = sql.raw(
  ['effective', 'billed', 'gross'].map((name) => `trim_scale(sum(${name}))::text as ${name}`).join(', '),
);

function sumsIn(row: Readonly<Record<keyof Sums, string | null>>): Sums {
  const { currency, effective, billed, gross } = row;
  return { currency: currency ?? '', effective: effective ?? '0', billed: billed ?? '0', gross: gross ?? '0' };
}
