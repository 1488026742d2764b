import type { Verdict } from '#playbook/verdict.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import type { OwnerLine } from '#views/owner-line.ts';
import { verdictOf } from './load-request.ts';
import type { Setting } from './setting.ts';
import { messageKeys, showMessage } from './show-message.ts';

/**
 * Tells whoever owns the playbook, in the card's thread, that its people did not decide in time or that what is known
 * cannot be judged: once for each. `before` is the row as it was. What an obligation opened is told of elsewhere.
 */
export async function tellPlaybookOwner(
  setting: Setting,
  tx: Executor,
  before: RequestRow,
  row: RequestRow,
): Promise<void> {
  const news = newsFor(before, row, verdictOf(row));
  if (news === null || row.obligationId !== null) return;
  await showMessage(setting, tx, {
    key: messageKeys.owner(row.id, news),
    channel: row.channel,
    threadKey: messageKeys.card(row.id),
    content: { view: 'owner-line', requestId: row.id, news },
  });
}

function newsFor(before: RequestRow, row: RequestRow, verdict: Verdict): OwnerLine['news'] | null {
  if (row.state !== before.state) return row.state === 'expired' ? 'expired' : null;
  if (row.state !== 'open') return null;
  if (verdict.status === 'error') return 'error';
  return row.deadline.getTime() > before.deadline.getTime() ? 'extended' : null;
}
