import type { Executor } from '#store/database.ts';
import { changeRequest, olderUnsettledRequests, type RequestRow } from '#store/requests.ts';
import { showCard, tellRequester } from './apply-judgement.ts';
import { recordHappening } from './ledger-entry.ts';
import type { Setting } from './setting.ts';

/** Ends older requests for the same model, target and action that are not being carried out; their cards point here. */
export async function supersedeOlder(setting: Setting, tx: Executor, by: RequestRow): Promise<void> {
  for (const older of await olderUnsettledRequests(tx, by)) {
    const changed = await changeRequest(tx, older, {
      state: 'superseded',
      settledAt: new Date(setting.now()),
      outcome: { ...older.outcome, supersededBy: by.number },
    });
    if (changed === null) continue;
    await recordHappening(setting, tx, changed, {
      event: 'request_superseded',
      details: { by: `R-${by.number}` },
    });
    await showCard(setting, tx, changed);
    if (changed.requesterSlack !== by.requesterSlack) await tellRequester(setting, tx, changed);
  }
}
