import type { Executor } from '#store/database.ts';
import { liveRequestsOfModel, type RequestRow } from '#store/requests.ts';
import type { Setting } from '../setting.ts';
import { isAboutCandidate } from './demanded-of.ts';

/** Sends every live request for a candidate of the same target to be judged again: what is demanded of it changed. */
export async function judgeAnew(
  setting: Setting,
  tx: Executor,
  rejected: Pick<RequestRow, 'id' | 'registry' | 'modelName' | 'target'>,
): Promise<void> {
  const live = await liveRequestsOfModel(tx, setting.workspaceId, rejected.registry, rejected.modelName);
  for (const row of live) {
    if (row.id === rejected.id || row.target !== rejected.target || !isAboutCandidate(row)) continue;
    await setting.sendJob(tx, 'settle-request', { requestId: row.id });
  }
}
