import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { budgetsOfModel } from '#operations/cost/budgets-of-model.ts';
import { rollUp, sweepCosts } from '#operations/cost/roll-up.ts';
import type { Setting } from '#operations/setting.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
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

const scorer = { team: 'fraud', labels: { model: 'fraud-scorer' } } as unknown as CatalogueModel;
const budget = (id: string, labels: Readonly<Record<string, readonly string[]>>, more: object = {}) => ({
  id,
  labels,
  amount: 1000,
  currency: null,
  period: 'month',
  owner: null,
  channel: null,
  thresholds: { actual: [80, 100], forecast: [100] },
  ...more,
});

function setting(): Setting {
  const plain = costSetting(database, bill, world);
  const current = plain.playbooks();
  const budgets = [
    budget('all', {}),
    budget('fraud', { team: ['fraud', 'risk'] }),
    budget('scorer', { model: ['fraud-scorer'] }, { currency: 'USD', amount: 10 }),
    budget('fraud-prod', { team: ['fraud'], env: ['prod'] }),
    budget('credit', { team: ['credit'] }),
  ];
  const set = { ...current.set, org: { ...current.set.org, budgets } } as unknown as typeof current.set;
  return { ...plain, playbooks: () => ({ ...current, set }) };
}

async function read(): Promise<void> {
  await sweepCosts(setting());
  for (let turn = 0; turn < 20 && world.sent.some(([name]) => name === 'read-costs'); turn += 1) {
    world.sent = [];
    await rollUp(setting(), 'bill');
  }
}

const standing = async () =>
  (await budgetsOfModel(setting(), scorer)).map(({ id, left, forecast }) => [id, left, forecast !== null]);

describe('the budgets that a model’s spend counts towards', () => {
  it('are those whose every label models.yaml gives the model, as they stand today', async () => {
    expect(await standing()).toEqual([]);
    const days = Array.from({ length: 80 }, (_, ago) => new Date(Date.parse('2026-11-25') - ago * 86_400_000));
    for (const day of days.map((date) => date.toISOString().slice(0, 10))) {
      bill.lines.push(
        billLine(day, '10', { team: 'fraud', model: 'fraud-scorer' }),
        billLine(day, '2', { team: 'risk' }),
        billLine(day, '0.5', { team: 'credit' }),
        billLine(day, '0.41', { team: 'fraud', model: 'fraud-scorer' }, { currency: 'USD' }),
      );
    }
    await read();
    expect(await standing()).toEqual([
      ['all', '687.5', true],
      ['fraud', '700', true],
      ['scorer', '-0.25', true],
    ]);
    // On the first of a month nothing is known of it, which is not that nothing is spent.
    world.now = '2026-12-01T10:00:00.000Z';
    expect(await standing()).toEqual([
      ['all', null, true],
      ['fraud', null, true],
      ['scorer', null, true],
    ]);
  });
});
