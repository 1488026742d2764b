import { afterEach, beforeEach, expect, it } from 'vitest';
import { labelPolicyOf } from '#operations/claims/label-policy.ts';
import { keptLabels } from '#operations/cost/kept-labels.ts';
import { knownData } from '#operations/cost/known-data.ts';
import { reportFacts } from '#operations/cost/report-facts.ts';
import type { Setting } from '#operations/setting.ts';
import { costSetting, heldBill } from '../support/cost-world.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
});
afterEach(() => database.close());

/** Of an organization whose labels are as given, beside `environment: stage`. */
function settingWith(required?: readonly string[]): Setting {
  const plain = costSetting(database, heldBill(), { now: '2026-11-26T10:00:00.000Z', sent: [] });
  const current = plain.playbooks();
  const labels = { ...current.set.org.labels, environment: 'stage', ...(required && { required }) };
  const set = { ...current.set, org: { ...current.set.org, labels } } as unknown as typeof current.set;
  return { ...plain, playbooks: () => ({ ...current, set }) };
}

const week = { first: '2026-11-16', last: '2026-11-22' };

it('asks for team, model, environment and owner where nothing is said, under the keys that they have', async () => {
  const setting = settingWith();
  expect((await labelPolicyOf(setting, new Map())).required).toEqual(['team', 'model', 'stage', 'owner']);
  const facts = await reportFacts(setting, await knownData(setting), week);
  expect(facts.requiredLabels).toEqual(['team', 'model', 'env', 'owner']);
});

it('asks for what the organization requires, and reads that from the bill', async () => {
  const setting = settingWith(['team', 'stage', 'cost-centre']);
  const policy = await labelPolicyOf(setting, new Map());
  expect(policy.required).toEqual(['team', 'stage', 'cost-centre']);
  expect(policy.known).toEqual(expect.arrayContaining(['model', 'owner', 'cost-centre', 'ttl']));
  expect(keptLabels(setting).slice(0, 5)).toEqual(['team', 'model', 'stage', 'owner', 'cost-centre']);
  const facts = await reportFacts(setting, await knownData(setting), week);
  expect(facts.requiredLabels).toEqual(['team', 'env', 'cost-centre']);
});
