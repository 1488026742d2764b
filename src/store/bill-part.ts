import { type SQL, sql } from 'drizzle-orm';
import type { CostDimension, CostFilter } from '#domain/cost-query.ts';
import type { DaySpan } from '#domain/cost-report.ts';

/** Which part of the roll-up is meant. */
export interface BillPart {
  readonly workspaceId: string;
  readonly filters: readonly CostFilter[];
  /** What it is split by; it decides with the filters whether lines of the bill or resources are meant. */
  readonly by: CostDimension;
}

/** Whether what single resources cost is meant, which stands apart from the lines of the bill that it is part of. */
export function isOfResources({ by, filters }: BillPart): boolean {
  return by === 'resource' || filters.some((filter) => filter.by === 'resource');
}

/** The table that a part is of. */
export function tableOf(part: BillPart): SQL {
  return sql.raw(isOfResources(part) ? 'cost_resources' : 'cost_lines');
}

/** What rows of a part in these days have in common. */
export function conditionOf({ workspaceId, filters }: BillPart, { first, last }: DaySpan): SQL {
  const each = filters.map(({ by, values }) => {
    const value = expressionOf(by);
    const named = values.filter((one) => one !== null);
    const hit = sql`${value} = any(${sql.param(named)}::text[])`;
    return values.includes(null) ? sql`(${value} is null or ${hit})` : hit;
  });
  return sql.join([sql`workspace_id = ${workspaceId} and day between ${first} and ${last}`, ...each], sql` and `);
}

/** The value of a dimension in a row. */
export function expressionOf(by: CostDimension): SQL {
  if (by === 'run') return sql.raw('run_billing_id');
  if (!isLabel(by)) return sql.raw(by);
  // A literal, not a parameter: grouping by an expression needs it to be the same one twice.
  const key = by.slice('label:'.length).replaceAll("'", "''");
  return sql.raw(`(labels -> '${key}' ->> 'value')`);
}

function isLabel(by: CostDimension): by is `label:${string}` {
  return by.startsWith('label:');
}
