import { askOfBill } from '../claims/ask-of-bill.ts';
import { findIdle } from '../claims/find-idle.ts';
import type { Setting } from '../setting.ts';
import { billRuns } from './bill-runs.ts';
import { judgeAnomalies } from './judge-anomalies.ts';
import { tellBudgets } from './tell-budgets.ts';

/**
 * What follows from a bill that was read: what runs cost, what stands out, which budgets are reached, whose is what
 * no label tells, and what is left on.
 */
export async function judgeCosts(setting: Setting): Promise<void> {
  await billRuns(setting);
  await judgeAnomalies(setting);
  await tellBudgets(setting);
  await askOfBill(setting);
  await findIdle(setting);
}
