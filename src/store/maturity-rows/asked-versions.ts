import { sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { amongPlaces, type Places } from './places.ts';

/** What the facts of a promotion's request said of its candidate; digests by part, null where one is not known. */
export interface AskedVersionRow {
  readonly request: string;
  readonly number: number;
  readonly registry: string;
  readonly modelName: string;
  readonly version: string;
  readonly openedAt: string;
  readonly digest: string;
  readonly parts: Readonly<Record<string, string | null>>;
  readonly championParts: Readonly<Record<string, string | null>> | null;
  readonly createdAt: string | null;
  readonly dataAsOf: string | null;
  /** What the tag `countersign.merged_at` says, whatever that is. */
  readonly mergedAt: string | null;
  /** Whether a training run was found behind it, with how many of its metrics are on slices, and a simple model's. */
  readonly tracked: boolean;
  readonly metrics: number;
  readonly slices: number;
  readonly baseline: boolean;
  readonly sections: readonly string[];
  readonly reviewedAt: string | null;
  /** Whether values from live traffic were before those who decided. */
  readonly live: boolean;
}

/** Enough for five promotions, whatever was asked for in between. */
const newestOfModel = 40;

/** The newest candidates of each model that promotions were asked for since a moment, the oldest first. */
export async function askedVersions(
  db: Executor,
  workspaceId: string,
  places: Places,
  since: Date,
): Promise<readonly AskedVersionRow[]> {
  const { rows } = await db.execute<Record<keyof AskedVersionRow, never>>(sql`
    with newest as (
      select r.id, r.workspace_id, r.number, r.registry, r.model_name, r.version, r.opened_at, r.facts_digest,
        row_number() over (partition by r.registry, r.model_name order by r.opened_at desc) as place
      from requests r
      where r.workspace_id = ${workspaceId} and r.action = 'promote' and r.opened_at >= ${since.toISOString()}
        and ${amongPlaces(places, 'r')}
    ), asked as materialized ( -- else the text is parsed anew for each value that is taken from it
      select r.id, r.number, r.registry, r.model_name, r.version, r.opened_at, c.body::jsonb as facts
      from newest r join contents c on c.workspace_id = r.workspace_id and c.digest = r.facts_digest
      where r.place <= ${newestOfModel}
    )
    select id as request, number, registry, model_name as "modelName", version,
      to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt",
      facts #>> '{subject,digest}' as digest, facts #> '{subject,parts}' as parts,
      case when jsonb_typeof(facts #> '{champion,parts}') = 'object' then facts #> '{champion,parts}' end as "championParts",
      ${instant('candidateCreatedAt')} as "createdAt", ${instant('dataAsOf')} as "dataAsOf",
      facts #>> '{tags,countersign.merged_at}' as "mergedAt",
      not (facts #> '{metrics,candidate}' ? 'unknown') as tracked,
      case when facts #> '{metrics,candidate}' ? 'unknown' then 0
        else (select count(*)::int from jsonb_object_keys(facts #> '{metrics,candidate}')) end as metrics,
      jsonb_array_length(jsonb_path_query_array(facts, '$.metrics.candidate.*.slices.*.*')) as slices,
      jsonb_typeof(facts #> '{metrics,baseline}') = 'object' and not facts #> '{metrics,baseline}' ? 'unknown' as baseline,
      jsonb_path_query_array(facts, '$.documents.*.sections[*]') as sections,
      (select max(d #>> '{}') from jsonb_path_query(facts, '$.documents.*.date') d where jsonb_typeof(d) = 'string')
        as "reviewedAt",
      jsonb_path_exists(facts, '$.live.* ? (@.type() == "number")') as live
    from asked order by opened_at, number`);
  return rows;
}

/** A fact that is an instant, null where it is not known. */
function instant(key: string) {
  return sql.raw(`case when jsonb_typeof(facts -> '${key}') = 'string' then facts ->> '${key}' end`);
}
