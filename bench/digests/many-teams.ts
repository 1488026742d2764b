import { sql } from 'drizzle-orm';
import type { Setting } from '#operations/setting.ts';
import { keepContent } from '#store/contents.ts';

const org = { zone: 'Europe/Amsterdam', weekMs: 7 * 86_400_000 };
const named = (n: number) => `team-${String(n).padStart(4, '0')}`;

/** A company of many teams, each with as many models and with something open of every kind. */
export async function manyTeams(plain: Setting, teams: number, modelsEach: number): Promise<Setting> {
  const current = plain.playbooks();
  const models = Array.from({ length: teams * modelsEach }, (_, n) => {
    const team = named(n % teams);
    const name = `model-${n}`;
    const [first] = current.set.models.models;
    if (first === undefined) throw new Error('the shipped catalogue is empty');
    return {
      ...first,
      id: `${team}/${name}`,
      in: { mlflow: name },
      team,
      labels: { team, model: name },
      channel: null,
    };
  });
  const set = { ...current.set, models: { ...current.set.models, models } };
  const setting = {
    ...plain,
    playbooks: () => ({ ...current, set }),
    refreshPlaybooks: async () => ({ ...current, set }),
    costs: new Map([['bill', heldBill]]),
  };
  await fill(setting, teams, modelsEach);
  return setting;
}

/** Nothing is read from it: the rows say what it said. */
const heldBill = {
  title: 'bill',
  lacks: [],
  read: async () => ({ lines: [], resources: [], watermark: null }),
  firstDay: async () => null,
  check: async () => ({ reachable: true, version: null, clockSkewMs: null, problems: [] }),
};

async function fill({ db, workspaceId }: Setting, teams: number, modelsEach: number): Promise<void> {
  const models = teams * modelsEach;
  const verdict = JSON.stringify({
    status: 'approved',
    gates: [],
    rules: [],
    votesNotCounted: [],
    because: 'x'.repeat(4_000),
  });
  await db.execute(sql`
    insert into requests (id, workspace_id, number, action, registry, model, model_name, version, target, state, code,
      subject_digest, evidence_digest, policy_digest, facts_digest, playbook, requester_slack, reason, channel, verdict,
      opened_at, deadline)
    select gen_random_uuid(), ${workspaceId}, 1000 + n, 'promote', 'mlflow', 'm', 'model-' || (n % ${models}), '7',
      'production', 'approved', 'AAAA-11', 'd', 'd', 'd', 'd', 'Standard', 'U0ANA0001', '', '#ml', ${verdict}::jsonb,
      now() - interval '3 days', now() + interval '3 days'
    from generate_series(1, ${2 * teams}) as n`);
  await db.execute(sql`
    insert into idle_findings (id, workspace_id, provider, resource, name, kind, evidence, since, per_day, currency, team,
      channel, asked_at, seen_on)
    select gen_random_uuid(), ${workspaceId}, 'cloud', 'r' || n, 'notebook-' || n, 'notebook', 'Nobody logged in.',
      '2026-11-10', '31', 'EUR', 'team-' || lpad((n % ${teams})::text, 4, '0'), '#ml', now(), '2026-11-20'
    from generate_series(1, ${3 * teams}) as n`);
  await db.execute(sql`
    insert into outside_changes (id, workspace_id, number, registry, model, model_name, target, kind, expected, found, noticed_at)
    select gen_random_uuid(), ${workspaceId}, n, 'mlflow', 'm', 'model-' || n, 'production', 'other', '5', '6', now()
    from generate_series(1, ${Math.ceil(teams / 2)}) as n`);
  await db.execute(sql`
    insert into cost_sources (workspace_id, source, title, first_day, newest_day, kept_from, read_at, next_at)
    values (${workspaceId}, 'bill', 'bill', '2026-09-01', '2027-12-31', '2026-09-01', now(), now())`);
  await db.execute(sql`
    insert into cost_lines (workspace_id, source, day, billing_period, provider, account, project, service, sku, region,
      category, labels, currency, gross, credits, billed, effective, lines)
    select ${workspaceId}, 'bill', date '2026-11-16' + d, '2026-11', 'cloud', 'a', 'p', 'Vertex AI', 's', 'r', 'usage',
      jsonb_build_object('model', jsonb_build_object('value', 'model-' || n, 'from', 'resource')), 'EUR', 3, 0, 3, 3, 1
    from generate_series(0, ${models - 1}) as n, generate_series(0, 6) as d`);
}

/** The reports of a week, as they are made before its digests. */
export async function reportOfWeek({ db, workspaceId }: Setting, teams: number, week: string): Promise<void> {
  const change = { before: '3491', delta: '629.25', percent: '18.0' };
  const mover = (n: number) => ({
    team: named(n),
    model: `model-${n}`,
    service: 'Vertex AI',
    before: '700',
    now: '1210',
    delta: '510',
    cause: { kind: 'runs', now: 6, before: 2 },
  });
  for (let n = 0; n < teams; n += 1) {
    const total = { amount: String(4000 + n), againstWeekBefore: change };
    const currency = { currency: 'EUR', total, movers: [mover(n), mover(n)], coverage: null, unlabelled: [] };
    const digest = await keepContent(db, workspaceId, { team: named(n), week, currencies: [currency] });
    await db.execute(sql`insert into cost_reports (workspace_id, week, audience, channel, report, made_at)
      values (${workspaceId}, ${week}, ${`team:${named(n)}`}, '#ml', ${digest}, now())`);
  }
  const all = { currency: 'EUR', total: { amount: '4500000', againstWeekBefore: change }, movers: [mover(1)] };
  const finance = { currencies: [{ ...all, coverage: null, unlabelled: [], teams: [], billed: null, gross: null }] };
  const digest = await keepContent(db, workspaceId, finance);
  await db.execute(sql`insert into cost_reports (workspace_id, week, audience, channel, report, made_at)
    values (${workspaceId}, ${week}, 'finance', '#ml', ${digest}, now())`);
}

/** Mondays at nine in Amsterdam, in winter, one a week. */
export function mondayAt(week: number): { readonly now: number; readonly reported: string } {
  const now = Date.parse('2026-11-23T08:00:00Z') + week * org.weekMs;
  return { now, reported: new Date(now - org.weekMs).toISOString().slice(0, 10) };
}
