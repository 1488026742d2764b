import { billRunsOf } from '#store/billed-runs.ts';
import { costSourceRows } from '#store/cost-sources.ts';
import type { Setting } from '../setting.ts';
import { spanOf } from './known-data.ts';
import { reportingDay } from './reporting-day.ts';

/**
 * Notes what runs were billed whose bill has had its days to arrive, by the id that the engine bills them under; a later
 * correction changes it. A run whose bill is in two currencies stays unbilled, since they are never added.
 */
export async function billRuns(setting: Setting): Promise<void> {
  const { db, workspaceId } = setting;
  const { zone } = setting.playbooks().set.org;
  const today = reportingDay(setting);
  for (const row of await costSourceRows(db, workspaceId)) {
    const { firstDay, settledThrough } = spanOf(row, today);
    if (firstDay === null || settledThrough === null) continue;
    await billRunsOf(db, { workspaceId, source: row.source, zone, first: firstDay, last: settledThrough });
  }
}
