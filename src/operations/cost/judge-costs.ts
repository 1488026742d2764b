import { askOfBill } from '../claims/ask-of-bill.ts';
import type { Setting } from '../setting.ts';
import { billRuns } from './bill-runs.ts';

/** What follows from a bill that was read: what runs cost, and whose is what no label tells. */
export async function judgeCosts(setting: Setting): Promise<void> {
  await billRuns(setting);
  await askOfBill(setting);
}
