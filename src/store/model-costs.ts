import { sql } from 'drizzle-orm';
import type { CostDay } from '#domain/cost.ts';
import type { Executor } from './database.ts';

/** What a model's label was billed for in some days and in those before, effective cost as exact decimal text. */
export interface ModelCost {
  readonly team: string | null;
  readonly model: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly now: string;
  readonly before: string;
}

/** Every labelled model's cost from `first` to `middle`, as `before`, and after that to `last`, as `now`. */
export async function modelCosts(
  db: Executor,
  workspaceId: string,
  days: { readonly first: CostDay; readonly middle: CostDay; readonly last: CostDay },
  keys: { readonly team: string; readonly model: string },
): Promise<readonly ModelCost[]> {
  const { rows } = await db.execute<ModelCost & Record<string, unknown>>(sql`
    select labels -> ${keys.team} ->> 'value' as team, labels -> ${keys.model} ->> 'value' as model, currency,
      trim_scale(coalesce(sum(effective) filter (where day > ${days.middle}), 0))::text as now,
      trim_scale(coalesce(sum(effective) filter (where day <= ${days.middle}), 0))::text as before
    from cost_lines
    where workspace_id = ${workspaceId} and day between ${days.first} and ${days.last}
      and labels -> ${keys.model} ->> 'value' is not null
    group by 1, 2, 3`);
  return rows;
}
