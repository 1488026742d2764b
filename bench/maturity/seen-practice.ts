import { sql } from 'drizzle-orm';
import type { Setting } from '#operations/setting.ts';

/** Promotions, runs and weekly reports of each model, in the 90 days before a moment. */
const perModel = 5;
const weeks = 12;

/** What a candidate's facts hold of all that signals are told from, in the size that they have. */
const facts = {
  subject: { digest: 'd', parts: { weights: 'w', code: 'c', data: 'e', environment: 'f' } },
  champion: { parts: { weights: 'w', code: 'b', data: 'a', environment: 'f' } },
  metrics: {
    candidate: Object.fromEntries(
      Array.from({ length: 10 }, (_, n) => [
        `metric-${n}`,
        { value: '0.9', slices: { region: { eu: '0.8', us: '0.8' } } },
      ]),
    ),
    baseline: { auc: { value: '0.7' } },
  },
  documents: { card: { sections: ['Purpose', 'Limits', 'Data', 'Performance'], date: '2026-10-01T00:00:00.000Z' } },
  live: {},
};

/** Rows of practice for the models that `manyTeams` names: promotions with votes, runs, monitors, alerts. */
export async function practise(setting: Setting, models: number, nowMs: number): Promise<void> {
  const { db, workspaceId } = setting;
  const at = new Date(nowMs).toISOString();
  const before = (days: string) => sql`(${at}::timestamptz - ${sql.raw(days)} * interval '1 day')`;
  const named = sql.raw(`'model-' || (n % ${models})`);
  const each = sql.raw(`generate_series(0, ${models * perModel - 1}) as n`);
  const age = `(1 + n / ${models} * 17)`;
  await db.execute(sql`
    insert into models (workspace_id, registry, name, model_id, description, aliases, latest_version, seen_at)
    select ${workspaceId}, 'mlflow', 'model-' || n, 'mlflow/model-' || n, '', '{"production": "1"}', '5', ${at}::timestamptz
    from generate_series(0, ${models - 1}) as n`);
  await db.execute(sql`
    insert into contents (workspace_id, digest, body)
    select ${workspaceId}, 'facts-' || n, jsonb_set(${JSON.stringify(facts)}::jsonb, '{subject,digest}', to_jsonb('d' || n))::text
    from ${each}`);
  await db.execute(sql`
    insert into requests (id, workspace_id, number, action, registry, model, model_name, version, target, state, code,
      subject_digest, evidence_digest, policy_digest, facts_digest, playbook, requester_slack, reason, channel, verdict,
      opened_at, deadline, decided_at)
    select gen_random_uuid(), ${workspaceId}, 1000000 + n, 'promote', 'mlflow', 'm', ${named}, (1 + n / ${models})::text,
      'production', 'verified', 'AAAA-11', 'd' || n, 'd', 'd', 'facts-' || n, 'Standard', 'U0ANA0001', '', '#ml',
      '{"status": "approved", "rules": [{"seats": [{"filledBy": {"person": "ben"}}]}]}'::jsonb,
      ${before(age)}, ${before(age)}, ${before(age)} + interval '3 hours'
    from ${each}`);
  await db.execute(sql`
    insert into executions (id, workspace_id, request_id, generation, registry, model_name, target, version, state,
      started_at, finished_at)
    select gen_random_uuid(), workspace_id, id, 1, registry, model_name, target, version, 'verified', decided_at,
      decided_at + interval '1 minute'
    from requests where number >= 1000000 order by opened_at`);
  await db.execute(sql`
    insert into votes (workspace_id, request_id, generation, person, slack_user, decision, reason, subject_digest, evidence,
      code, press_id, at)
    select workspace_id, id, 1, person, 'U', 'approve', '', subject_digest, '{}', code, person, decided_at
    from requests, unnest(array['ben', 'rosa']) as person where number >= 1000000`);
  await db.execute(sql`
    insert into runs (id, workspace_id, number, request_id, generation, key, registry, model, model_name, connection,
      pipeline, template, parameters, reason_code, channel, state, engine_id, steps, metrics, produced, ordered_at,
      started_at, ended_at)
    select gen_random_uuid(), workspace_id, number, id, 1, 'k' || number, registry, model, model_name, 'kubeflow', 'train',
      'v1', '{"epochs": 20}', 'new_data', '#ml', 'succeeded', 'e' || number,
      '[{"name": "validate data", "state": "succeeded", "startedAt": null, "endedAt": null, "error": null}]',
      '{"auc": 0.9}', jsonb_build_array(jsonb_build_object('registry', 'mlflow', 'model', model_name, 'version', version)),
      opened_at - interval '5 hours', opened_at - interval '5 hours', opened_at - interval '4 hours'
    from requests where number >= 1000000`);
  await watch(setting, models, at);
  // As a database that runs for a while does by itself.
  await db.execute(sql`analyze`);
}

async function watch({ db, workspaceId }: Setting, models: number, at: string): Promise<void> {
  const reports = sql.raw(`generate_series(0, ${models - 1}) as n, generate_series(0, ${weeks - 1}) as w`);
  const when = sql`${at}::timestamptz - w * interval '7 days' - interval '1 hour'`;
  await db.execute(sql`
    insert into drift_reports (workspace_id, connection, report_id, state, because, registry, model_name, version, at,
      status, detector, drill, received_at, tried_under, tried_at)
    select ${workspaceId}, 'monitor', n || '-' || w, 'accepted', '', 'mlflow', 'model-' || n, '1', ${when}, 'ok', 'd', false,
      ${when}, 1, ${when}
    from ${reports}`);
  await db.execute(sql`
    insert into drift_points (workspace_id, registry, model_name, version, metric, feature, connection, drill, at, value,
      report_id)
    select ${workspaceId}, 'mlflow', 'model-' || n, '1', 'psi', '', 'monitor', false, ${when}, 0.1, n || '-' || w
    from ${reports}`);
  await db.execute(sql`
    insert into drift_groups (id, workspace_id, registry, model_name, version, playbook, rule, feature, drill, memory,
      judged_until)
    select gen_random_uuid(), ${workspaceId}, 'mlflow', 'model-' || n, '1', 'p', 'drift', '', false, '{}', ${at}::timestamptz
    from generate_series(0, ${models - 1}) as n`);
  await db.execute(sql`
    insert into drift_alerts (id, workspace_id, number, group_id, kind, registry, model_name, model, playbook,
      playbook_name, rule, drill, channel, because, opened_at, cleared_at, noticed_at, told_at, decision, decided_at)
    select gen_random_uuid(), workspace_id, row_number() over (), id, 'drift', registry, model_name, 'm', playbook, 'P', rule,
      false, '#ml', 'It drifts.', judged_until - interval '9 days', judged_until - interval '8 days',
      judged_until - interval '9 days', judged_until - interval '9 days', 'acknowledged', judged_until - interval '9 days'
    from drift_groups`);
}

/** Copies a week that was recorded to the weeks before it, as months of use leave them. */
export async function recordedBefore({ db }: Setting, week: string): Promise<void> {
  const { rows } = await db.execute(sql`
    select string_agg(case column_name when 'week' then 'week - 7 * w' else column_name end, ', ') as columns
    from information_schema.columns where table_name = 'maturity_weeks' and table_schema = 'public'`);
  await db.execute(sql`
    insert into maturity_weeks (${sql.raw(String(rows[0]?.['columns']).replace('week - 7 * w', 'week'))})
    select ${sql.raw(String(rows[0]?.['columns']))} from maturity_weeks, generate_series(1, ${weeks}) as w
    where week = ${week}`);
  await db.execute(sql`analyze`);
}
