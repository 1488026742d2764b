import { randomUUID } from 'node:crypto';
import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeCosts } from '#operations/cost/judge-costs.ts';
import { rollUp, sweepCosts } from '#operations/cost/roll-up.ts';
import type { Setting } from '#operations/setting.ts';
import { budgetCrossings, costAnomalies } from '#store/schema/cost-news.ts';
import { messages } from '#store/schema/delivery.ts';
import { ledger } from '#store/schema/ledger.ts';
import { billLine, costSetting, type HeldBill, heldBill } from '../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let bill: HeldBill;
let world: { now: string; sent: (readonly unknown[])[] };

beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  bill = heldBill();
  world = { now: '2026-11-26T10:00:00.000Z', sent: [] };
});
afterEach(() => database.close());

const dayAt = (ago: number) => new Date(Date.parse(world.now) - ago * 86_400_000).toISOString().slice(0, 10);

/** With a budget of the team fraud, monthly. */
function setting(): Setting {
  const plain = costSetting(database, bill, world);
  const current = plain.playbooks();
  const thresholds = { actual: [50, 80, 100], forecast: [100] };
  const fraud = { labels: { team: ['fraud'] }, currency: null, period: 'month', owner: null, channel: '#fraud' };
  const org = { ...current.set.org, budgets: [{ ...fraud, id: 'fraud-monthly', amount: 3000, thresholds }] };
  const set = { ...current.set, org } as unknown as typeof current.set;
  return { ...plain, newId: randomUUID, playbooks: () => ({ ...current, set }) };
}

async function readAndJudge(): Promise<void> {
  await sweepCosts(setting());
  for (let turn = 0; turn < 20 && world.sent.some(([name]) => name === 'read-costs'); turn += 1) {
    world.sent = [];
    await rollUp(setting(), 'bill');
  }
  await Promise.all([judgeCosts(setting()), judgeCosts(setting())]);
}

async function posted(prefix: string): Promise<readonly (readonly [string, number])[]> {
  const rows = await database.db.select().from(messages).orderBy(asc(messages.key));
  return rows.filter(({ key }) => key.startsWith(prefix)).map((row) => [row.channel, row.wantedRevision] as const);
}

const events = async () => (await database.db.select().from(ledger).orderBy(asc(ledger.seq))).map(({ event }) => event);

describe('what follows from a bill', () => {
  it('is one message for days that cost more than usual, which follows as days join and end, and not for a model too', async () => {
    for (let ago = 70; ago >= 1; ago -= 1) bill.lines.push(billLine(dayAt(ago), String(50 + (ago % 3))));
    const resource = { ...billLine(dayAt(1), '200'), resource: 'projects/ml-prod/jobs/training-9' };
    bill.lines.push(billLine(dayAt(1), '200'));
    bill.resources.push(resource);
    await readAndJudge();
    const [found, ...others] = await database.db.select().from(costAnomalies);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      team: 'fraud',
      service: 'Vertex AI',
      model: null,
      kind: 'spike',
      channel: '#ml-digest',
    });
    expect(found?.anomaly.days.map(({ day }) => day)).toEqual(['2026-11-25']);
    expect(found?.moved.map(({ by, value }) => [by, value])).toEqual([
      ['label:model', 'fraud-scorer'],
      ['sku', 'N1 core'],
      ['resource', 'projects/ml-prod/jobs/training-9'],
    ]);
    expect(await posted('cost:anomaly')).toEqual([['#ml-digest', 1]]);

    world.now = '2026-11-27T10:00:00.000Z';
    bill.lines.push(billLine('2026-11-26', '240'));
    await readAndJudge();
    expect(await posted('cost:anomaly')).toEqual([['#ml-digest', 2]]);

    world.now = '2026-12-04T10:00:00.000Z';
    for (let ago = 7; ago >= 1; ago -= 1) bill.lines.push(billLine(dayAt(ago), '51'));
    await readAndJudge();
    const [ended] = await database.db.select().from(costAnomalies);
    expect(ended?.anomaly.closedOn).toBe('2026-11-29');
    expect(await posted('cost:anomaly')).toEqual([['#ml-digest', 3]]);
    const told = (await events()).filter((event) => event.startsWith('cost_anomaly'));
    expect(told).toEqual(['cost_anomaly_found', 'cost_anomaly_ended']);
  });

  it('weighs another currency by its own units and by all that is spent in it', async () => {
    for (let ago = 70; ago >= 1; ago -= 1) {
      const team = { team: 'credit' };
      bill.lines.push(billLine(dayAt(ago), ago === 1 ? '6000' : '2000', team, { currency: 'JPY' }));
      bill.lines.push(billLine(dayAt(ago), ago === 1 ? '200' : '100', team, { currency: 'USD', service: 'Storage' }));
      bill.lines.push(billLine(dayAt(ago), '30000', { team: 'fraud' }, { currency: 'USD' }));
      bill.lines.push(billLine(dayAt(ago), ago === 1 ? '200' : '100', team, { service: 'Storage' }));
      bill.lines.push(billLine(dayAt(ago), '30000', { team: 'fraud' }));
    }
    await readAndJudge();
    const found = await database.db.select().from(costAnomalies);
    // 4,000 yen are less than 5,000, and 100 dollars less than a hundredth of 30,100; 100 euros count.
    expect(found.map(({ currency, service }) => [currency, service])).toEqual([['EUR', 'Storage']]);
  });

  it('is taken back where only the bill of the day was corrected, and is quiet while it is muted', async () => {
    for (let ago = 70; ago >= 1; ago -= 1) bill.lines.push(billLine(dayAt(ago), '50'));
    const wrong = billLine(dayAt(1), '400');
    bill.lines.push(wrong);
    await readAndJudge();
    await database.db.update(costAnomalies).set({ mutedUntil: '2026-12-20', muteReason: 'load test', mutedBy: 'ana' });
    world.now = '2026-11-27T10:00:00.000Z';
    bill.lines.push(billLine('2026-11-25', '-400'), billLine('2026-11-26', '50'));
    await readAndJudge();
    const [taken] = await database.db.select().from(costAnomalies);
    expect(taken?.corrected).toBe(true);
    expect(await posted('cost:anomaly')).toEqual([['#ml-digest', 2]]);
    expect(await events()).toContain('cost_anomaly_corrected');
  });

  it('is one message for each threshold that a budget reaches in a period, the highest of several', async () => {
    for (let ago = 25; ago >= 1; ago -= 1) bill.lines.push(billLine(dayAt(ago), '70'));
    await readAndJudge();
    expect(await posted('cost:budget')).toEqual([['#fraud', 1]]);
    await readAndJudge();
    expect(await posted('cost:budget')).toEqual([['#fraud', 1]]);
    world.now = '2026-11-27T10:00:00.000Z';
    bill.lines.push(billLine('2026-11-26', '2000'));
    await readAndJudge();
    expect(await posted('cost:budget')).toHaveLength(2);
    const keys = (await database.db.select().from(budgetCrossings)).map(({ key }) => key).sort();
    expect(keys).toEqual([
      'fraud-monthly/2026-11-01/actual/100',
      'fraud-monthly/2026-11-01/actual/50',
      'fraud-monthly/2026-11-01/actual/80',
    ]);
    expect((await events()).filter((event) => event === 'budget_crossed')).toHaveLength(2);
  });
});
