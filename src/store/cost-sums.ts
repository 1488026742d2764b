import { type SQL, sql } from 'drizzle-orm';
import type { CostDay } from '#domain/cost.ts';
import type { CostDimension, CostFilter } from '#domain/cost-query.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import type { Executor } from './database.ts';

/** Which part of the roll-up is summed. */
export interface SummedPart {
  readonly workspaceId: string;
  readonly filters: readonly CostFilter[];
  readonly by: CostDimension;
}

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
export async function sumsByValue(db: Executor, part: SummedPart, span: DaySpan): Promise<readonly ValueSums[]> {
  const { rows } = await db.execute<Record<keyof ValueSums, string | null>>(sql`
    select currency, ${expression(part.by)} as value, ${amounts}, sum(lines)::text as lines
    from ${tableOf(part)} where ${condition(part, span)}
    group by 1, 2 order by sum(effective) desc, 2`);
  return rows.map((row) => ({ ...sumsIn(row), value: row.value, lines: Number(row.lines) }));
}

/** By day, currency and value, with all but the values of `apart` together as `other`. */
export async function sumsByDay(
  db: Executor,
  part: SummedPart,
  span: DaySpan,
  apart: readonly (string | null)[],
): Promise<readonly DaySums[]> {
  const value = expression(part.by);
  const named = apart.filter((one) => one !== null);
  const isApart = sql`(coalesce(${value} = any(${sql.param(named)}::text[]), ${apart.includes(null)}))`;
  const { rows } = await db.execute<Record<keyof Sums | 'day' | 'value', string | null> & { other: boolean }>(sql`
    select day::text as day, currency, case when ${isApart} then ${value} end as value, not ${isApart} as other, ${amounts}
    from ${tableOf(part)} where ${condition(part, span)}
    group by 1, 2, 3, 4 order by 1`);
  return rows.map((row) => ({ ...sumsIn(row), day: row.day ?? '', value: row.value, other: row.other }));
}

/** The values of a dimension that lines of these days have, in alphabetical order; at most 5,000. */
export async function valuesOf(
  db: Executor,
  workspaceId: string,
  by: CostDimension,
  span: DaySpan,
): Promise<readonly string[]> {
  const part = { workspaceId, filters: [], by };
  const value = expression(by);
  const { rows } = await db.execute<{ value: string }>(sql`
    select distinct ${value} as value from ${tableOf(part)} where ${condition(part, span)} and ${value} is not null
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

/** What resources cost stands apart from the lines of the bill, which it is part of. */
function tableOf({ by, filters }: SummedPart): SQL {
  const ofResources = by === 'resource' || filters.some((filter) => filter.by === 'resource');
  return sql.raw(ofResources ? 'cost_resources' : 'cost_lines');
}

function condition({ workspaceId, filters }: SummedPart, { first, last }: DaySpan): SQL {
  const each = filters.map(({ by, values }) => {
    const value = expression(by);
    const named = values.filter((one) => one !== null);
    const hit = sql`${value} = any(${sql.param(named)}::text[])`;
    return values.includes(null) ? sql`(${value} is null or ${hit})` : hit;
  });
  return sql.join([sql`workspace_id = ${workspaceId} and day between ${first} and ${last}`, ...each], sql` and `);
}

function expression(by: CostDimension): SQL {
  if (by === 'run') return sql.raw('run_billing_id');
  if (!isLabel(by)) return sql.raw(by);
  // A literal, not a parameter: grouping by an expression needs it to be the same one twice.
  const key = by.slice('label:'.length).replaceAll("'", "''");
  return sql.raw(`(labels -> '${key}' ->> 'value')`);
}

function isLabel(by: CostDimension): by is `label:${string}` {
  return by.startsWith('label:');
}
