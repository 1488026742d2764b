import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askCost } from '#operations/cost/ask-cost.ts';
import { rollUp, sweepCosts } from '#operations/cost/roll-up.ts';
import type { Setting } from '#operations/setting.ts';
import { addRequest } from '#store/requests.ts';
import { addRun, nextRunNumber } from '#store/runs.ts';
import { billLine, costSetting, type HeldBill, heldBill } from '../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let bill: HeldBill;
const world = { now: '2026-11-26T10:00:00.000Z', sent: [] as (readonly unknown[])[] };

beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  bill = heldBill();
  world.now = '2026-11-26T10:00:00.000Z';
  world.sent = [];
  bill.lines = Array.from({ length: 40 }, (_, n) => billLine(day(n + 1), '20'));
});
afterEach(() => database.close());

const day = (ago: number) => new Date(Date.parse('2026-11-26') - ago * 86_400_000).toISOString().slice(0, 10);
const setting = (): Setting => costSetting(database, bill, world);

/** A run that ended so many days ago and made a version, and what each of its lines is billed. */
async function ran(ago: number, version: string, amounts: readonly string[], currency = 'EUR'): Promise<void> {
  const endedAt = new Date(`${day(ago)}T09:00:00Z`);
  const billingId = randomUUID();
  await database.db.transaction(async (tx) => {
    const number = await nextRunNumber(tx, 'T1');
    const ours = { workspaceId: 'T1', registry: 'mlflow', model: 'fraud/scorer', modelName: 'fraud-scorer' };
    const request = await addRequest(tx, {
      ...ours,
      id: randomUUID(),
      number,
      action: 'retrain',
      version: '',
      target: 'vertex/fraud-training',
      state: 'verified',
      code: 'AAAA-11',
      subjectDigest: 'd',
      evidenceDigest: 'd',
      policyDigest: 'd',
      factsDigest: 'd',
      playbook: 'Retraining',
      requesterSlack: 'U1',
      reason: '',
      channel: '#ml',
      verdict: {},
      openedAt: endedAt,
      deadline: endedAt,
    });
    const result = { version, target: null, newer: false, alias: null, against: null, rows: [], note: null };
    await addRun(tx, {
      ...ours,
      id: randomUUID(),
      number,
      requestId: request.id,
      generation: 1,
      key: `countersign-${request.id}-1`,
      connection: 'vertex',
      pipeline: 'fraud-training',
      parameters: {},
      reasonCode: 'drift',
      channel: '#ml',
      state: 'succeeded',
      billingId,
      result: result as unknown as NonNullable<Parameters<typeof addRun>[1]['result']>,
      orderedAt: endedAt,
      startedAt: endedAt,
      endedAt,
    });
  });
  const labels = { team: 'fraud', model: 'fraud-scorer' };
  bill.lines.push(
    ...amounts.map((amount) => billLine(day(ago), amount, labels, { runBillingId: billingId, currency })),
  );
}

async function training(text: string) {
  world.sent = [];
  await sweepCosts(setting());
  for (let turn = 0; turn < 20 && world.sent.some(([name]) => name === 'read-costs'); turn += 1) {
    world.sent = [];
    await rollUp(setting(), 'bill');
  }
  const answer = await askCost(setting(), { text, slackUser: 'U1' });
  return answer.training.map(({ of, name, amount, currency, because }) => [of, name, amount ?? because, currency]);
}

describe('what training a model cost', () => {
  it('is told run by run and for each version, where one model is asked about', async () => {
    await ran(20, '7', ['10', '2.5']);
    await ran(9, '8', ['30', '8.000000000001', '-1']);
    expect(await training('model=fraud-scorer')).toEqual([
      ['run', 'T-2', '37.000000000001', 'EUR'],
      ['run', 'T-1', '12.5', 'EUR'],
      ['version', '8', '37.000000000001', 'EUR'],
      ['version', '7', '12.5', 'EUR'],
    ]);
    expect(await training('model=fraud-scorer --last 14d')).toEqual([
      ['run', 'T-2', '37.000000000001', 'EUR'],
      ['version', '8', '37.000000000001', 'EUR'],
    ]);
    expect(await training('team=fraud')).toEqual([]);
    expect(await training('model=fraud-scorer env=none')).toEqual([]);
  });

  it('counts all runs that made a version, whenever they ended, and knows none of it while one is not known', async () => {
    await ran(35, '8', ['5']);
    await ran(9, '8', ['30']);
    expect(await training('model=fraud-scorer --last 14d')).toEqual([
      ['run', 'T-2', '30', 'EUR'],
      ['version', '8', '35', 'EUR'],
    ]);
    await ran(1, '8', ['7']);
    const grows = 'Its bill still grows for three days after its end.';
    world.now = '2026-11-27T03:00:00.000Z';
    expect(await training('model=fraud-scorer --last 14d')).toEqual([
      ['run', 'T-3', grows, 'EUR'],
      ['run', 'T-2', '30', 'EUR'],
      ['version', '8', grows, 'EUR'],
    ]);
  });

  it('is told in each currency on its own, and is not known where the bill has nothing of it', async () => {
    await ran(20, '6', []);
    await ran(12, '7', ['9'], 'USD');
    await ran(9, '8', ['30']);
    const nothing = 'Nothing on the bill has its id.';
    expect(await training('model=fraud-scorer')).toEqual([
      ['run', 'T-3', '30', 'EUR'],
      ['run', 'T-2', '9', 'USD'],
      ['run', 'T-1', nothing, null],
      ['version', '8', '30', 'EUR'],
      ['version', '7', '9', 'USD'],
    ]);
  });
});
