import { type SQL, sql } from 'drizzle-orm';
import type { Caught } from '#domain/weekly-digest.ts';
import type { Executor } from './database.ts';

/** Something bad that was stopped, before its team is known. */
export type CaughtRow = Pick<Caught, 'how' | 'version' | 'because' | 'about' | 'at'> & {
  readonly registry: string;
  readonly modelName: string;
};

/** More are not told one by one. */
const most = 5_000;

/**
 * What was stopped in a span, newest first: candidates that ended with failed evidence, rollouts that went back, checks
 * after promotions that asked for something, and drift alerts that were acted on. Drills are none.
 */
export async function caughtBetween(
  db: Executor,
  workspaceId: string,
  { since, until }: { readonly since: Date; readonly until: Date },
): Promise<readonly CaughtRow[]> {
  const within = (at: SQL) =>
    sql`${at} >= ${since.toISOString()}::timestamptz and ${at} < ${until.toISOString()}::timestamptz`;
  const failed = sql`jsonb_path_query_array(verdict, '$.rules[*].evidence[*] ? (@.status == "failed").title')`;
  const { rows } = await db.execute<Omit<CaughtRow, 'at'> & { at: Date | string }>(sql`
    select * from (
      select 'evidence' as how, registry, model_name as "modelName", version, settled_at as at, 'R-' || number as about,
        coalesce((select string_agg(distinct title, ', ') from jsonb_array_elements_text(${failed}) as title), '') as because
      from requests
      where workspace_id = ${workspaceId} and state in ('rejected', 'expired', 'withdrawn') and action = 'promote'
        and ${within(sql`settled_at`)} and ${failed} <> '[]'::jsonb
      union all
      select 'rollout', e.registry, e.model_name, e.version, coalesce(e.finished_at, o.step_at, o.started_at),
        'R-' || r.number, o.stopped ->> 'because'
      from rollouts o join executions e on e.id = o.execution_id join requests r on r.id = o.request_id
      where o.workspace_id = ${workspaceId} and o.state = 'restored' and o.stopped is not null
        and ${within(sql`coalesce(e.finished_at, o.step_at, o.started_at)`)}
      union all
      select 'obligation', b.registry, b.model_name, b.version, f.opened_at, 'R-' || f.number, b.what
      from obligations b join requests f on f.id = b.follow_up
      where b.workspace_id = ${workspaceId} and ${within(sql`f.opened_at`)}
      union all
      select 'alert', registry, model_name, version, decided_at, 'D-' || number,
        case decision when 'retrain' then 'retraining' else 'rolling back' end
      from drift_alerts
      where workspace_id = ${workspaceId} and not drill and decision in ('retrain', 'rollback')
        and ${within(sql`decided_at`)}
    ) as caught order by at desc limit ${most}`);
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}
