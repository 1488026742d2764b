import { lastMaturityWeek } from '#store/maturity-weeks.ts';
import type { Setting } from '../setting.ts';

/**
 * Makes a look-out for weeks whose maturity is recorded, which sends what is to be done with each: compare use cases with
 * what is seen of them, and draw a claim that its owner is asked to show. Both are done once, however often they are sent.
 */
export function weekLookout(setting: Setting): () => Promise<void> {
  let looked: string | null = null;
  return async () => {
    const week = await lastMaturityWeek(setting.db, setting.workspaceId);
    if (week === null || week === looked) return;
    looked = week;
    await setting.sendJob(setting.db, 'look-at-use-cases', { week });
    await setting.sendJob(setting.db, 'draw-spot-check', { week });
  };
}
