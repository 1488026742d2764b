import { shiftDay } from '#cost/day.ts';
import { resourceLines, spendLines } from '#store/spend-lines.ts';
import { askOfRollUp } from '../claims/after-roll-up.ts';
import type { Setting } from '../setting.ts';
import { billRuns } from './bill-runs.ts';
import { judgeAnomalies } from './judge-anomalies.ts';
import { knownData } from './known-data.ts';
import { tellBudgets } from './tell-budgets.ts';

/** The days up to the last settled one in which spend without a team is looked for. */
const askedDays = 30;

/**
 * What follows from a bill that was read: what runs cost, what stands out, which budgets are reached, and whose the
 * dearest things without a team's label are.
 */
export async function judgeCosts(setting: Setting): Promise<void> {
  await billRuns(setting);
  await judgeAnomalies(setting);
  await tellBudgets(setting);
  await askWhoseItIs(setting);
}

async function askWhoseItIs(setting: Setting): Promise<void> {
  const { data } = await knownData(setting);
  if (data.settledThrough === null) return;
  const { db, workspaceId } = setting;
  const span = { first: shiftDay(data.settledThrough, 1 - askedDays), last: data.settledThrough };
  const lines = await spendLines(db, workspaceId, span, shiftDay(span.last, 1));
  const resources = await resourceLines(db, workspaceId, span);
  const slice = {
    lines: lines.map((line) => ({ ...line, account: '', region: null })),
    resources: resources.map((one) => ({ ...one, lines: 1 })),
  };
  await askOfRollUp(setting, slice, data);
}
