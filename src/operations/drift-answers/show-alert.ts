import type { Executor } from '#store/database.ts';
import { type AlertRow, alertsOfRequest } from '#store/drift-answers.ts';
import { messageByKey } from '#store/messages.ts';
import type { RequestRow } from '#store/requests.ts';
import { runById } from '#store/runs.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';

/** Shows the message of an alert as its rows are now, if it was ever posted: what was held back stays so. */
export async function showAlert(setting: Setting, tx: Executor, alert: AlertRow): Promise<void> {
  const key = messageKeys.driftAlert(alert.id);
  const known = await messageByKey(tx, setting.workspaceId, key);
  if (known === null) return;
  await showMessage(setting, tx, { key, channel: known.channel, content: { view: 'drift-alert', alertId: alert.id } });
}

/** Shows the alerts that were answered with a request, once that or its run has got further. */
export async function showAlertsOfRequest(setting: Setting, tx: Executor, requestId: string): Promise<void> {
  for (const alert of await alertsOfRequest(tx, setting.workspaceId, requestId)) await showAlert(setting, tx, alert);
}

/** Shows the alerts that a request answers, or that the run answers whose result it would promote. */
export async function showAnsweredAlerts(
  setting: Setting,
  tx: Executor,
  { id, action, runId }: Pick<RequestRow, 'id' | 'action' | 'runId'>,
): Promise<void> {
  if (action === 'retrain' || action === 'rollback') await showAlertsOfRequest(setting, tx, id);
  const run = runId === null ? null : await runById(tx, setting.workspaceId, runId);
  if (run !== null) await showAlertsOfRequest(setting, tx, run.requestId);
}
