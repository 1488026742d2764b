import { afterEach, beforeEach, expect, it } from 'vitest';
import { shiftDay } from '#cost/day.ts';
import { assessPortfolio } from '#maturity/assess-portfolio.ts';
import { capabilityMatrix } from '#maturity/capability-matrix.ts';
import { keepWeeks } from '#operations/maturity/keep-weeks.ts';
import { modelWeek } from '#operations/maturity/week-rows.ts';
import { exportLedger } from '#store/ledger-export.ts';
import { verifyLedgerOf } from '#store/ledger-of-workspace.ts';
import { type MaturityWeekRow, maturityWeekRows } from '#store/maturity-weeks.ts';
import { automatedRecords, facts, now } from '../maturity/practice.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';
import { failingDatabase } from '../support/failing-database.ts';

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
});
afterEach(() => database.close());

const monday = (n: number) => shiftDay('2026-10-19', 7 * n);
const setting = (db = database.db) => ({ db, workspaceId: 'T1', now: () => now });

/** What a week comes to for a model as level 2 asks, whose runs have a data gate or none. */
async function week(n: number, gated: boolean) {
  const records = automatedRecords();
  const runs = records.runs.map((one) => (gated ? one : { ...one, dataGate: null }));
  const all = facts({ ...records, runs });
  const [one] = assessPortfolio(all, all.models, now, capabilityMatrix, {}).models;
  if (one === undefined) throw new Error('no model');
  const row = modelWeek(one, [], await kept(), monday(n));
  return [{ workspaceId: 'T1', week: monday(n), recordedAt: new Date(now), ...row }];
}

async function kept(): Promise<readonly MaturityWeekRow[]> {
  const span = { from: monday(0), before: monday(20) };
  return await maturityWeekRows(database.db, { workspaceId: 'T1', kind: 'model', subjects: null }, span);
}

/** What an export of the ledger says of levels. */
async function exported(): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  for await (const line of exportLedger(database.db, 'T1', 'nonce-of-T1')) {
    const { entry } = JSON.parse(line) as { entry?: string };
    const said = entry === undefined ? null : (JSON.parse(entry) as Record<string, unknown>);
    if (said?.['event'] === 'maturity_level_moved') told.push(said);
  }
  return told;
}

it('records each move of a shown level once, however many workers keep the week', async () => {
  for (const [n, gated] of [false, true, true, true, false, false].entries()) {
    const rows = await week(n, gated);
    await Promise.all([keepWeeks(setting(), rows), keepWeeks(setting(), rows), keepWeeks(setting(), rows)]);
  }
  const decided = { id: 'c', title: expect.any(String), share: expect.any(String) };
  expect(await exported()).toMatchObject([
    { model: 'm', week: monday(2), from: 0, to: 2, decided_by: { ...decided, share: '1', level2: 'holds' } },
    { model: 'm', week: monday(5), from: 2, to: 0, decided_by: { ...decided, share: '0', level1: 'fails' } },
  ]);
  expect(await verifyLedgerOf(database.db, 'T1')).toMatchObject({ ok: true });
});

it('records a move with the week that made it, or neither', async () => {
  await keepWeeks(setting(), await week(0, false));
  await keepWeeks(setting(), await week(1, true));
  const rows = await week(2, true);
  // The first statement begins the transaction.
  for (let statement = 2; ; statement += 1) {
    const failing = failingDatabase(database.url, statement);
    await keepWeeks(setting(failing.db), rows).catch(() => undefined);
    const whole = !failing.failed();
    await failing.close();
    expect((await exported()).length).toBe((await kept()).length - 2);
    if (whole) break;
  }
  expect(await exported()).toHaveLength(1);
});
