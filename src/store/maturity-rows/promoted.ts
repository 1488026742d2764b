import { sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import type { StoredStep } from '../schema/rollout.ts';
import { amongPlaces, type Places } from './places.ts';

/** A change of an alias that was carried out and read back, with the request that asked for it. */
export interface PromotedRow {
  readonly registry: string;
  readonly modelName: string;
  readonly target: string;
  readonly version: string;
  readonly previousVersion: string | null;
  readonly finishedAt: Date;
  readonly request: string;
  readonly number: number;
  readonly action: 'promote' | 'rollback';
  readonly openedAt: Date;
  readonly decidedAt: Date | null;
  readonly subjectDigest: string;
  readonly requester: string;
  readonly overridden: boolean;
  readonly obligation: boolean;
  /** Who fills seats of the last verdict. */
  readonly seated: readonly string[];
  /** When the alert that it answers began; null where it answers none. */
  readonly alertAt: Date | null;
  /** The steps in which its traffic was moved; null where nothing moved any. */
  readonly steps: readonly StoredStep[] | null;
}

/** What was carried out of promotions and rollbacks since a moment, in the order in which it was. */
export async function promotedRows(
  db: Executor,
  workspaceId: string,
  places: Places,
  since: Date,
): Promise<readonly PromotedRow[]> {
  const { rows } = await db.execute<Record<keyof PromotedRow, never>>(sql`
    select e.registry, e.model_name as "modelName", e.target, e.version, e.previous_version as "previousVersion",
      e.finished_at as "finishedAt", r.id as request, r.number, r.action, r.opened_at as "openedAt",
      r.decided_at as "decidedAt", r.subject_digest as "subjectDigest",
      coalesce(r.requester_person, r.requester_slack) as requester,
      r.verdict ->> 'status' = 'overridden' as overridden, r.obligation_id is not null as obligation,
      jsonb_path_query_array(r.verdict, '$.rules[*].seats[*].filledBy.person') as seated,
      (select min(a.opened_at) from drift_alerts a
        where a.workspace_id = e.workspace_id and a.request_id = r.id) as "alertAt",
      (select s.steps from rollouts s where s.execution_id = e.id) as steps
    from executions e join requests r on r.id = e.request_id
    where e.workspace_id = ${workspaceId} and e.state = 'verified' and e.finished_at >= ${since.toISOString()}
      and r.action in ('promote', 'rollback') and ${amongPlaces(places, 'e')}
    order by e.seq`);
  return rows.map((row) => ({ ...row, ...datesOf(row) }));
}

/** Instants come as text from statements that are written by hand. */
function datesOf(row: Readonly<Record<'finishedAt' | 'openedAt' | 'decidedAt' | 'alertAt', string | null>>) {
  const date = (text: string | null) => (text === null ? null : new Date(text));
  return {
    finishedAt: new Date(row.finishedAt ?? 0),
    openedAt: new Date(row.openedAt ?? 0),
    decidedAt: date(row.decidedAt),
    alertAt: date(row.alertAt),
  };
}

/** An approval, with how long the person had had the card they signed before them. */
export interface ApprovalRow {
  readonly request: string;
  readonly person: string;
  readonly at: string;
  readonly seconds: number;
}

/** Approvals of the last generation of requests that were carried out since a moment. */
export async function approvalRows(
  db: Executor,
  workspaceId: string,
  places: Places,
  since: Date,
): Promise<readonly ApprovalRow[]> {
  const { rows } = await db.execute<Record<keyof ApprovalRow, never>>(sql`
    select v.request_id as request, v.person, to_char(v.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      extract(epoch from v.at - coalesce(g.at, r.opened_at))::float8 as seconds
    from votes v join requests r on r.id = v.request_id
    left join request_generations g on g.request_id = v.request_id and g.generation = v.generation
    where v.workspace_id = ${workspaceId} and v.decision = 'approve' and v.generation = r.generation
      and r.action in ('promote', 'rollback') and r.state = 'verified' and r.opened_at >= ${since.toISOString()}
      and ${amongPlaces(places, 'r')}
    order by v.id`);
  return rows;
}
