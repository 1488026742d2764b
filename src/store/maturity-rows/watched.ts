import { sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { amongPlaces, type Places } from './places.ts';

/** A model of a registry. */
interface OfPlace {
  readonly registry: string;
  readonly modelName: string;
}

/** What a connection reported of a model: when first and last, and which signals in the last 90 days. */
export interface ReportedRow extends OfPlace {
  readonly connection: string;
  readonly first: string;
  readonly last: string;
  readonly signals: readonly string[];
}

/** An alert that was posted, drills too. */
export interface ToldAlertRow extends OfPlace {
  readonly number: number;
  readonly at: string;
  readonly decidedAt: string | null;
  readonly decision: string | null;
  readonly request: number | null;
  readonly criticality: string | null;
  readonly drill: boolean;
}

/** A drill that ended. */
export interface EndedDrillRow extends OfPlace {
  readonly id: string;
  readonly connections: readonly string[];
  readonly at: string;
  readonly caught: boolean;
}

/** When the alerts of a model were last judged. */
export interface JudgedRow extends OfPlace {
  readonly rule: string;
  readonly at: string;
}

/** An alias that others moved. */
export interface OutsideRow extends OfPlace {
  readonly number: number;
  readonly target: string;
  readonly at: string;
}

const utc = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** Real reports that were accepted, by model and connection. */
export async function reportedRows(
  db: Executor,
  workspaceId: string,
  places: Places,
  since: Date,
): Promise<readonly ReportedRow[]> {
  const { rows } = await db.execute<Record<keyof ReportedRow, never>>(sql`
    with reports as (
      select r.registry, r.model_name, r.connection, min(r.received_at) as first, max(r.received_at) as last
      from drift_reports r
      where r.workspace_id = ${workspaceId} and r.state = 'accepted' and not r.drill and ${amongPlaces(places, 'r')}
      group by 1, 2, 3
    ), measured as (
      select p.registry, p.model_name, p.connection, jsonb_agg(distinct p.metric) as signals
      from drift_points p
      where p.workspace_id = ${workspaceId} and not p.drill and p.at >= ${since.toISOString()}
        and ${amongPlaces(places, 'p')}
      group by 1, 2, 3
    )
    select r.registry, r.model_name as "modelName", r.connection, ${utc('r.first')} as first, ${utc('r.last')} as last,
      coalesce(m.signals, '[]'::jsonb) as signals
    from reports r left join measured m using (registry, model_name, connection)`);
  return rows;
}

export async function toldAlertRows(
  db: Executor,
  workspaceId: string,
  places: Places,
  since: Date,
): Promise<readonly ToldAlertRow[]> {
  const { rows } = await db.execute<Record<keyof ToldAlertRow, never>>(sql`
    select a.registry, a.model_name as "modelName", a.number, ${utc('a.told_at')} as at,
      ${utc('a.decided_at')} as "decidedAt", a.decision, r.number as request, a.criticality, a.drill
    from drift_alerts a left join requests r on r.id = a.request_id
    where a.workspace_id = ${workspaceId} and a.told_at >= ${since.toISOString()} and a.retracted_at is null
      and a.kind = 'drift' and ${amongPlaces(places, 'a')}
    order by a.told_at, a.number`);
  return rows;
}

export async function endedDrillRows(
  db: Executor,
  workspaceId: string,
  places: Places,
  since: Date,
): Promise<readonly EndedDrillRow[]> {
  const { rows } = await db.execute<Record<keyof EndedDrillRow, never>>(sql`
    select d.registry, d.model_name as "modelName", d.id, d.connections, ${utc('d.started_at')} as at,
      d.state = 'caught' as caught
    from drift_drills d
    where d.workspace_id = ${workspaceId} and d.state <> 'running' and d.started_at >= ${since.toISOString()}
      and ${amongPlaces(places, 'd')}
    order by d.started_at`);
  return rows;
}

export async function judgedRows(db: Executor, workspaceId: string, places: Places): Promise<readonly JudgedRow[]> {
  const { rows } = await db.execute<Record<keyof JudgedRow, never>>(sql`
    select g.registry, g.model_name as "modelName", g.playbook || '#' || g.rule as rule,
      ${utc('max(g.judged_until)')} as at
    from drift_groups g
    where g.workspace_id = ${workspaceId} and not g.drill and ${amongPlaces(places, 'g')}
    group by 1, 2, 3`);
  return rows;
}

export async function outsideRows(
  db: Executor,
  workspaceId: string,
  places: Places,
  since: Date,
): Promise<readonly OutsideRow[]> {
  const { rows } = await db.execute<Record<keyof OutsideRow, never>>(sql`
    select o.registry, o.model_name as "modelName", o.number, o.target, ${utc('o.noticed_at')} as at
    from outside_changes o
    where o.workspace_id = ${workspaceId} and o.noticed_at >= ${since.toISOString()} and ${amongPlaces(places, 'o')}
    order by o.noticed_at, o.number`);
  return rows;
}
