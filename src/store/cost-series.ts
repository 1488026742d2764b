import { sql } from 'drizzle-orm';
import type { CostDay } from '#domain/cost.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import type { Executor } from './database.ts';

/** What one team's service or one model cost in usage on one day; purchases, tax, credits and adjustments apart. */
export interface SeriesDay {
  readonly team: string | null;
  readonly service: string | null;
  readonly model: string | null;
  /** ISO 4217. */
  readonly currency: string;
  readonly day: CostDay;
  /** Effective cost, exact decimal text. */
  readonly amount: string;
}

/** Every team's services, and every labelled model over all services, by day. The keys are those of the roll-up. */
export async function usageSeries(
  db: Executor,
  workspaceId: string,
  { first, last }: DaySpan,
  keys: { readonly team: string; readonly model: string },
): Promise<readonly SeriesDay[]> {
  const { rows } = await db.execute<SeriesDay & Record<string, unknown>>(sql`
    with usage as (
      select labels -> ${keys.team} ->> 'value' as team, service, labels -> ${keys.model} ->> 'value' as model,
        currency, day, effective
      from cost_lines
      where workspace_id = ${workspaceId} and day between ${first} and ${last} and category = 'usage'
    )
    select team, service, null as model, currency, day::text as day, trim_scale(sum(effective))::text as amount
    from usage group by 1, 2, 4, 5
    union all
    select team, null, model, currency, day::text, trim_scale(sum(effective))::text
    from usage where model is not null group by 1, 3, 4, 5`);
  return rows;
}
