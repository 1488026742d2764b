import type { Executor } from '#store/database.ts';
import type { AlertRow } from '#store/drift-answers.ts';
import { messageByKey } from '#store/messages.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';

/** Shows the message of an alert as its rows are now, if it was ever posted: what was held back stays so. */
export async function showAlert(setting: Setting, tx: Executor, alert: AlertRow): Promise<void> {
  const key = messageKeys.driftAlert(alert.id);
  const known = await messageByKey(tx, setting.workspaceId, key);
  if (known === null) return;
  await showMessage(setting, tx, { key, channel: known.channel, content: { view: 'drift-alert', alertId: alert.id } });
}
