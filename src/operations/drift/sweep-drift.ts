import { dropDriftPointsBefore } from '#store/drift-points.ts';
import { seeDriftPoll } from '#store/drift-polls.ts';
import { dropDriftReportsBefore } from '#store/drift-reports.ts';
import type { Setting } from '../setting.ts';
import { sweepDriftModels } from './judge-model.ts';
import { sweepDriftEvents } from './take-reports.ts';

/** How long values and reports are kept, in milliseconds: charts look back no further, and nothing is judged on older ones. */
const keptMs = 180 * 86_400_000;

/** Sends the jobs of everything about drift that is due: events to take, monitors to ask, models to judge. */
export async function sweepDrift(setting: Setting): Promise<void> {
  const { db, workspaceId, drift } = setting;
  const now = new Date(setting.now());
  await sweepDriftEvents(setting);
  for (const connection of drift.monitors.keys()) {
    await seeDriftPoll(db, workspaceId, connection, now);
    await setting.sendJob(db, 'poll-drift', { connection });
  }
  await setting.sendJob(db, 'retry-drift-reports', {});
  await sweepDriftModels(setting);
  const before = new Date(now.getTime() - keptMs);
  await dropDriftPointsBefore(db, workspaceId, before);
  await dropDriftReportsBefore(db, workspaceId, before);
}
