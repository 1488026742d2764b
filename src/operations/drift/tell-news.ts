import type { Executor } from '#store/database.ts';
import type { DriftAlertRow } from '#store/drift-alerts.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import type { DriftNews } from './drift-news.ts';

/** Posts the one message of an alert, or shows it as it is now. */
export async function showAlert(setting: Setting, tx: Executor, { id, channel }: DriftAlertRow): Promise<void> {
  await showMessage(setting, tx, {
    key: messageKeys.driftAlert(id),
    channel,
    content: { view: 'drift-alert', alertId: id },
  });
}

/** Shows an alert as it is now, and says in its thread what is new; in a channel of its own where one is given. */
export async function tellNews(
  setting: Setting,
  tx: Executor,
  row: DriftAlertRow,
  news: DriftNews,
  channel?: string,
): Promise<void> {
  await showAlert(setting, tx, row);
  const place =
    channel === undefined ? { channel: row.channel, threadKey: messageKeys.driftAlert(row.id) } : { channel };
  await showMessage(setting, tx, {
    key: messageKeys.driftNews(row.id, `${news.is}:${news.to ?? channel ?? ''}:${setting.now()}`),
    ...place,
    content: { view: 'drift-news', alertId: row.id, news },
  });
}
