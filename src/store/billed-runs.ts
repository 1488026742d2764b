import { sql } from 'drizzle-orm';
import type { CostDay } from '#domain/cost.ts';
import type { Executor } from './database.ts';

/** Sums what one bill says of each run that began and ended within these days of the zone, both included. */
export async function billRunsOf(
  db: Executor,
  of: { workspaceId: string; source: string; zone: string; first: CostDay; last: CostDay },
): Promise<void> {
  const { workspaceId, source, zone, first, last } = of;
  await db.execute(sql`
    update runs set billed = bill.billed, currency = bill.currency
    from (
      select run_billing_id, min(currency) as currency, trim_scale(sum(billed)) as billed from cost_lines
      where workspace_id = ${workspaceId} and source = ${source} and run_billing_id in (
        select billing_id from runs where workspace_id = ${workspaceId} and billing_id is not null
      )
      group by run_billing_id having count(distinct currency) = 1
    ) as bill
    where runs.workspace_id = ${workspaceId} and runs.billing_id = bill.run_billing_id
      and (runs.ended_at at time zone ${zone})::date <= ${last}
      and (coalesce(runs.started_at, runs.ordered_at) at time zone ${zone})::date >= ${first}
      and (runs.billed, runs.currency) is distinct from (bill.billed, bill.currency)`);
}
