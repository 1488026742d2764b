import { requestByNumber } from '#store/requests.ts';
import type { Setting } from './setting.ts';
import { messageKeys, showMessage } from './show-message.ts';

/** A list names no more; each is an edit, of which Slack takes about fifty a minute. */
const most = 10;

/**
 * Shows the cards of requests, named as `R-12`, anew: an edit is how it is noticed that somebody deleted one in Slack,
 * and such a card is then posted again.
 */
export async function showCardsAgain(setting: Setting, requests: readonly string[]): Promise<void> {
  for (const name of requests.slice(0, most)) {
    const row = await requestByNumber(setting.db, setting.workspaceId, Number(name.replace('R-', '')));
    if (row === null) continue;
    await setting.db.transaction((tx) =>
      showMessage(setting, tx, {
        key: messageKeys.card(row.id),
        channel: row.channel,
        content: { view: 'request-card', requestId: row.id },
      }),
    );
  }
}
