import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rollUp, sweepCosts } from '#operations/cost/roll-up.ts';
import { reportWeek } from '#operations/cost/weekly-reports.ts';
import { weekFacts } from '#operations/digest/week-facts.ts';
import type { Setting } from '#operations/setting.ts';
import { billLine, costSetting, type HeldBill, heldBill } from '../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let bill: HeldBill;
const world = { now: '2026-11-30T08:00:00.000Z', sent: [] as (readonly unknown[])[] };
const span = {
  since: Date.parse('2026-11-23T08:00:00Z'),
  until: Date.parse('2026-11-30T08:00:00Z'),
  week: { first: '2026-11-23', last: '2026-11-29' },
};
const fraud = { kind: 'team', team: 'fraud' } as const;
const everybody = { kind: 'organization', name: 'Northwind' } as const;

beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  bill = heldBill();
  world.sent = [];
});
afterEach(() => database.close());

function setting(): Setting {
  const plain = costSetting(database, bill, world);
  const current = plain.playbooks();
  const entry = { owner: 'ana', labels: {}, channel: null };
  const models = [
    { ...entry, id: 'fraud/scorer', in: { mlflow: 'fraud-scorer' }, team: 'fraud' },
    { ...entry, id: 'recs/*', in: { mlflow: 'recs-*' }, team: 'recs' },
  ];
  const set = { ...current.set, models: { models } } as unknown as typeof current.set;
  return { ...plain, newId: randomUUID, playbooks: () => ({ ...current, set }) };
}

const run = async (statement: ReturnType<typeof sql>) => await database.db.execute(statement);

/** A request for a model, in a state, with evidence of these titles that failed. */
async function request(
  number: number,
  modelName: string,
  state: string,
  { settledAt = null, failed = [] }: { settledAt?: string | null; failed?: readonly string[] } = {},
): Promise<string> {
  const id = randomUUID();
  const evidence = ['auc', ...failed].map((title) => ({ title, status: title === 'auc' ? 'passed' : 'failed' }));
  const seats = [{ roles: ['risk'], filledBy: null, couldBeFilledBy: [] }];
  const rule = { name: 'R', onRoute: true, seats, evidence, state: 'waiting' };
  const verdict = { status: 'waiting', gates: [], votesNotCounted: [], rules: [rule] };
  await run(sql`
    insert into requests (id, workspace_id, number, action, registry, model, model_name, version, target, state, code,
      subject_digest, evidence_digest, policy_digest, facts_digest, playbook, requester_slack, reason, channel, verdict,
      opened_at, deadline, settled_at)
    values (${id}, 'T1', ${number}, 'promote', 'mlflow', 'm', ${modelName}, '7', 'production', ${state}, 'AAAA-11',
      'd', 'd', 'd', 'd', 'Standard', 'U0ANA', '', '#ml', ${JSON.stringify(verdict)}::jsonb,
      '2026-11-27T08:00:00Z', '2026-12-07T08:00:00Z', ${settledAt}::timestamptz)`);
  return id;
}

async function alert(number: number, modelName: string, more: Readonly<Record<string, string | null>> = {}) {
  const [group, id] = [randomUUID(), randomUUID()];
  await run(sql`
    insert into drift_groups (id, workspace_id, registry, model_name, version, playbook, rule, feature, drill, memory, judged_until)
    values (${group}, 'T1', 'mlflow', ${modelName}, '7', 'drift.yaml', ${`r${number}`}, '', false, '{}'::jsonb, now())`);
  await run(sql`
    insert into drift_alerts (id, workspace_id, number, group_id, kind, registry, model_name, model, version, playbook,
      playbook_name, rule, drill, channel, because, opened_at, noticed_at, told_at, decision, decided_at)
    values (${id}, 'T1', ${number}, ${group}, 'drift', 'mlflow', ${modelName}, 'm', '7', 'drift.yaml', 'Drift',
      ${`r${number}`}, false, '#ml', 'psi is past its limit.', '2026-11-25T08:00:00Z', now(), now(),
      ${more['decision'] ?? null}, ${more['decidedAt'] ?? null}::timestamptz)`);
  return { group, id };
}

describe('the facts of a week', () => {
  it('are of each team what belongs to its models, and of everybody all', async () => {
    await request(1, 'fraud-scorer', 'open');
    await request(2, 'recs-home', 'open');
    await request(3, 'sandbox-x', 'open');
    await request(4, 'fraud-scorer', 'withdrawn', { settledAt: '2026-11-26T08:00:00Z' });
    const facts = await weekFacts(setting(), span);
    const numbers = async (scope: Parameters<typeof facts.of>[0]) =>
      (await facts.of(scope)).waiting.map(({ number }) => number);
    expect(await numbers(fraud)).toEqual([1]);
    expect(await numbers({ kind: 'team', team: 'recs' })).toEqual([2]);
    expect(await numbers({ kind: 'leaders', id: 'heads', teams: ['fraud', 'recs'] })).toEqual([1, 2]);
    expect(await numbers({ kind: 'leaders', id: 'all', teams: null })).toEqual([1, 2, 3]);
    expect(await numbers(everybody)).toEqual([1, 2, 3]);
    const [first] = (await facts.of(fraud)).waiting;
    expect(first).toMatchObject({ what: 'promote `fraud-scorer` v7 to production', standing: 'needs Risk (1 more)' });
  });

  it('tell each team which needs of its models are waived, until they end', async () => {
    const waive = (model: string, until: string, endedAt: string | null = null) =>
      run(sql`
        insert into waivers (id, workspace_id, model, capability, reason, approver, channel, granted_at, expires_at, ended_at)
        values (${randomUUID()}, 'T1', ${model}, 'repository', 'nobody else asked', 'ana', '#ml', now(), ${until},
          ${endedAt}::timestamptz)`);
    await waive('fraud/scorer', '2026-12-26T09:00:00Z');
    await waive('recs/home', '2026-12-01T09:00:00Z');
    await waive('recs/over', '2026-11-30T08:00:00Z');
    await waive('recs/ended', '2026-12-26T09:00:00Z', '2026-11-29T08:00:00Z');
    const facts = await weekFacts(setting(), span);
    const waived = async (scope: Parameters<typeof facts.of>[0]) =>
      (await facts.of(scope)).waived.map(({ model, team }) => `${team} ${model}`);
    expect(await waived(fraud)).toEqual(['fraud fraud/scorer']);
    expect(await waived({ kind: 'team', team: 'recs' })).toEqual(['recs recs/home']);
    expect(await waived(everybody)).toEqual(['recs recs/home', 'fraud fraud/scorer']);
    expect((await facts.of(fraud)).waived[0]).toMatchObject({
      capability: 'repository',
      reason: 'nobody else asked',
      until: '2026-12-26T09:00:00.000Z',
    });
  });

  it('tell which rules were loosened between two digests, to teams whose models they govern', async () => {
    const activate = async (number: number, loosened: readonly string[], at: string) =>
      run(sql`
        insert into playbook_versions (workspace_id, number, digest, activated_by, activated_at, request_id, author, loosened)
        values ('T1', ${number}, 'd', 'R', ${at}, ${await request(number, 'set', 'verified')}, 'ana',
          ${JSON.stringify(loosened)}::jsonb)`);
    await activate(1, ['promotion-recs.yaml'], '2026-11-20T08:00:00Z');
    await activate(2, [], '2026-11-24T08:00:00Z');
    await activate(3, ['promotion-recs.yaml', 'promotion-all.yaml'], '2026-11-25T08:00:00Z');
    await activate(4, ['people.yaml'], '2026-11-26T08:00:00Z');
    const plain = setting();
    const current = plain.playbooks();
    const playbooks = [
      { path: 'playbooks/promotion-recs.yaml', appliesTo: { models: ['recs/**'] } },
      { path: 'playbooks/promotion-all.yaml', appliesTo: { models: ['**'] } },
    ];
    const set = { ...current.set, playbooks } as unknown as typeof current.set;
    const facts = await weekFacts({ ...plain, playbooks: () => ({ ...current, set }) }, span);
    const shared = { number: 4, files: ['people.yaml'] };
    expect((await facts.of(fraud)).loosened).toEqual([{ number: 3, files: ['promotion-all.yaml'] }, shared]);
    const both = { number: 3, files: ['promotion-recs.yaml', 'promotion-all.yaml'] };
    expect((await facts.of({ kind: 'team', team: 'recs' })).loosened).toEqual([both, shared]);
    expect((await facts.of(everybody)).loosened).toEqual([both, shared]);
  });

  it('tell what was caught between two digests, by what', async () => {
    await request(1, 'fraud-scorer', 'rejected', { settledAt: '2026-11-24T08:00:00Z', failed: ['recall', 'p99'] });
    await request(2, 'fraud-scorer', 'rejected', { settledAt: '2026-11-24T08:00:00Z' });
    await request(3, 'fraud-scorer', 'rejected', { settledAt: '2026-11-23T07:59:59Z', failed: ['recall'] });
    await request(4, 'fraud-scorer', 'rejected', { settledAt: '2026-11-30T08:00:00Z', failed: ['recall'] });
    const stopped = await request(5, 'fraud-scorer', 'failed', { settledAt: '2026-11-26T08:00:00Z' });
    const execution = randomUUID();
    await run(sql`insert into executions (id, workspace_id, request_id, generation, registry, model_name, target, version,
      state, started_at, finished_at) values (${execution}, 'T1', ${stopped}, 1, 'mlflow', 'fraud-scorer', 'production',
      '7', 'failed', '2026-11-26T07:00:00Z', '2026-11-26T08:00:00Z')`);
    await run(sql`insert into rollouts (execution_id, workspace_id, request_id, registry, endpoint, started_at, state, steps,
      deployed_id, stopped) values (${execution}, 'T1', ${stopped}, 'mlflow', 'e', '2026-11-26T07:00:00Z', 'restored',
      '[]'::jsonb, 'd', ${JSON.stringify({ because: 'p99 was 140 ms.', by: null })}::jsonb)`);
    await alert(7, 'fraud-scorer', { decision: 'retrain', decidedAt: '2026-11-27T09:00:00Z' });
    await alert(8, 'fraud-scorer', { decision: 'false_alarm', decidedAt: '2026-11-27T08:00:00Z' });
    const owed = await request(9, 'fraud-scorer', 'verified', { settledAt: '2026-11-20T08:00:00Z' });
    const asked = await request(10, 'fraud-scorer', 'open');
    await run(sql`insert into obligations (id, workspace_id, request_id, position, registry, model_name, target, version,
      what, "check", every_ms, "else", owner, opened_at, until_at, next_check_at, last_status, follow_up)
      values (gen_random_uuid(), 'T1', ${owed}, 0, 'mlflow', 'fraud-scorer', 'production', '7', 'recall holds',
      '{"kind":"metric","value":1}'::jsonb, 1, 'rollback', 'risk', now(), now(), now(), 'failed', ${asked})`);
    const facts = await (await weekFacts(setting(), span)).of(fraud);
    expect(facts.caught.map(({ how, about, because, version }) => [how, about, version, because])).toEqual([
      ['alert', 'D-7', '7', 'retraining'],
      ['obligation', 'R-10', '7', 'recall holds'],
      ['rollout', 'R-5', '7', 'p99 was 140 ms.'],
      ['evidence', 'R-1', '7', 'p99, recall'],
    ]);
    expect(facts.debts).toEqual([
      expect.objectContaining({ kind: 'obligation', about: 'R-9', what: '“recall holds” does not hold after' }),
    ]);
  });

  it('part alerts that nobody decided about from those that are silenced, and leave out what is over', async () => {
    await alert(1, 'fraud-scorer');
    const silenced = await alert(2, 'fraud-scorer', { decision: 'silenced', decidedAt: '2026-11-26T08:00:00Z' });
    await run(sql`insert into drift_silences (id, workspace_id, group_id, alert_id, person, reason, since, until)
      values (gen_random_uuid(), 'T1', ${silenced.group}, ${silenced.id}, 'ana', 'known', now(), '2026-12-04T16:00:00Z')`);
    const over = await alert(3, 'fraud-scorer', { decision: 'acknowledged', decidedAt: '2026-11-26T08:00:00Z' });
    await run(sql`update drift_alerts set cleared_at = now() where id = ${over.id}`);
    const { alerts } = await (await weekFacts(setting(), span)).of(fraud);
    expect(alerts.map(({ number, decided, silencedUntil }) => [number, decided, silencedUntil])).toEqual([
      [1, false, null],
      [2, true, '2026-12-04T16:00:00.000Z'],
    ]);
  });

  it('tell outside changes of the week and older ones that are open, and looks that are owed', async () => {
    const settled = '2026-11-21T09:00:00Z';
    for (const [number, at, end] of [
      [1, '2026-11-20T08:00:00Z', settled],
      [2, '2026-11-20T08:00:00Z', null],
      [3, '2026-11-25T08:00:00Z', '2026-11-25T09:00:00Z'],
    ] as const) {
      await run(sql`insert into outside_changes (id, workspace_id, number, registry, model, model_name, target, kind,
        expected, found, noticed_at, settled_at) values (gen_random_uuid(), 'T1', ${number}, 'mlflow', 'm',
        'fraud-scorer', 'production', 'other', '5', '6', ${at}::timestamptz, ${end}::timestamptz)`);
    }
    const looked = await request(4, 'fraud-scorer', 'verified');
    await run(sql`insert into reviews (id, workspace_id, request_id, by, opened_at, due_at)
      values (gen_random_uuid(), 'T1', ${looked}, '["risk"]'::jsonb, now(), '2026-11-28T08:00:00Z')`);
    const facts = await (await weekFacts(setting(), span)).of(fraud);
    expect(facts.outside.map((one) => [one.number, one.settled])).toEqual([
      [2, false],
      [3, true],
    ]);
    expect(facts.debts).toEqual([
      expect.objectContaining({ kind: 'look', about: 'R-4', due: '2026-11-28T08:00:00.000Z' }),
    ]);
  });

  it('say the same of cost whether the reports of the week were made or not, and what a waiting model costs a day', async () => {
    for (let ago = 0; ago < 60; ago += 1) {
      const day = new Date(Date.parse('2026-11-29') - ago * 86_400_000).toISOString().slice(0, 10);
      bill.lines.push(
        billLine(day, ago < 7 ? '14' : '10'),
        billLine(day, '3', { team: 'recs', model: 'recs-home' }),
        billLine(day, '2', { team: 'recs', model: 'recs-old' }, { currency: 'USD' }),
      );
    }
    await sweepCosts(setting());
    for (let turn = 0; turn < 20 && world.sent.some(([name]) => name === 'read-costs'); turn += 1) {
      world.sent = [];
      await rollUp(setting(), 'bill');
    }
    await request(1, 'fraud-scorer', 'open');
    const both = { kind: 'leaders', id: 'heads', teams: ['fraud', 'recs'] } as const;
    const costs = async () => {
      const facts = await weekFacts(setting(), span);
      return [(await facts.of(fraud)).cost, (await facts.of(both)).cost, (await facts.of(everybody)).cost];
    };
    const before = await costs();
    await reportWeek(setting(), '2026-11-23');
    expect(await costs()).toEqual(before);
    const [team, leaders, org] = before.map((cost) =>
      (cost?.currencies ?? []).map(({ currency, amount, change }) => [currency, amount, change?.delta]),
    );
    expect(team).toEqual([['EUR', '98', '28']]);
    expect(leaders).toEqual([
      ['EUR', '119', '28'],
      ['USD', '14', '0'],
    ]);
    expect(org).toEqual(leaders);
    const [waiting] = (await (await weekFacts(setting(), span)).of(fraud)).waiting;
    expect(waiting?.perDay).toEqual({ amount: '14', currency: 'EUR' });
  });
});
