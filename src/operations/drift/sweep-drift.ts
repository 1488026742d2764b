import { unwatchedModels, watchDriftModels } from '#store/drift-models.ts';
import { dropDriftPointsBefore } from '#store/drift-points.ts';
import { seeDriftPoll } from '#store/drift-polls.ts';
import { dropDriftReportsBefore } from '#store/drift-reports.ts';
import type { Setting } from '../setting.ts';
import { sweepDriftModels } from './judge-model.ts';
import { urgencyOf } from './keep-reports.ts';
import { sweepDriftEvents } from './take-reports.ts';

/** How long values and reports are kept, in milliseconds: charts look back no further, and nothing is judged on older ones. */
const keptMs = 180 * 86_400_000;

/** Begins to watch models that the catalogue has monitors for, so that one that never reports is noticed too. */
async function watchMonitoredModels(setting: Setting): Promise<void> {
  const { db, workspaceId } = setting;
  const monitored = setting.playbooks().set.models.models.filter(({ monitors }) => monitors.length > 0);
  const ids = monitored.map(({ id }) => id);
  const nextLookAt = new Date(setting.now());
  const rows = (await unwatchedModels(db, workspaceId, ids)).map((of) => ({
    ...of,
    workspaceId,
    nextLookAt,
    urgency: urgencyOf(setting, of.registry, of.modelName),
  }));
  await watchDriftModels(db, rows);
}

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
  await watchMonitoredModels(setting);
  await sweepDriftModels(setting);
  const before = new Date(now.getTime() - keptMs);
  await dropDriftPointsBefore(db, workspaceId, before);
  await dropDriftReportsBefore(db, workspaceId, before);
}
