import { requestsInStates } from '#store/requests.ts';
import { isPlaybookChange } from './playbooks/playbook-change.ts';
import { isRetraining } from './retraining/retraining-of.ts';
import type { Setting } from './setting.ts';
import { isSilence } from './silence/silence-of.ts';
import { isStop } from './stops/stop-of.ts';

/** Sends every model with an open request to be read anew: the reconciler's half of noticing what hooks may miss. */
export async function refreshLiveRequests(setting: Setting): Promise<void> {
  const rows = await requestsInStates(setting.db, setting.workspaceId, ['open'], 500);
  const models = new Map(
    rows
      .filter((row) => !isPlaybookChange(row) && !isRetraining(row) && !isSilence(row) && !isStop(row))
      .map((row) => [`${row.registry}/${row.modelName}`, row]),
  );
  for (const { registry, modelName } of models.values()) {
    await setting.sendJob(setting.db, 'read-registry', { registry, modelName });
  }
}
