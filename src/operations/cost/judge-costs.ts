import type { Setting } from '../setting.ts';
import { billRuns } from './bill-runs.ts';

/** What follows from a bill that was read: what runs cost. */
export async function judgeCosts(setting: Setting): Promise<void> {
  await billRuns(setting);
}
