import type { AnomalyRow } from '#store/cost-anomalies.ts';
import type { Executor } from '#store/database.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';

/** Shows what stands out as it stands, unless it was muted when it was found. */
export async function showAnomaly(
  setting: Setting,
  tx: Executor,
  { id, channel }: Pick<AnomalyRow, 'id' | 'channel'>,
): Promise<void> {
  if (channel === null) return;
  await showMessage(setting, tx, {
    key: messageKeys.costAnomaly(id),
    channel,
    content: { view: 'cost-anomaly', anomalyId: id },
  });
}
