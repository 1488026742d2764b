import type { Executor } from '#store/database.ts';
import { requestsInStates } from '#store/requests.ts';
import type { Setting } from './setting.ts';

/** Sends every live request to be judged again: what the playbooks and roles say has changed, or may have while we were down. */
export async function rejudgeRequests(setting: Setting, tx: Executor = setting.db): Promise<void> {
  for (const row of await requestsInStates(tx, setting.workspaceId, ['open', 'approved', 'overridden'], 5_000)) {
    await setting.sendJob(tx, 'settle-request', { requestId: row.id });
  }
}
