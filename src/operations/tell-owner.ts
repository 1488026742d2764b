import type { Executor } from '#store/database.ts';
import { changeObligation, type ObligationRow, obligationById } from '#store/obligations.ts';
import { type RequestRow, requestById } from '#store/requests.ts';
import type { DutyNews } from './duty-news.ts';
import type { Setting } from './setting.ts';
import { messageKeys, showMessage } from './show-message.ts';

/**
 * Tells the owner of the playbook, in the channel of the request, what became of something owed. The same news is told
 * once, until the check passes again.
 */
export async function tellOwner(setting: Setting, tx: Executor, row: ObligationRow, news: DutyNews): Promise<void> {
  if (row.told === news.kind) return;
  const request = await requestById(tx, row.workspaceId, row.requestId);
  if (request === null) throw new Error(`there is no request ${row.requestId}`);
  await changeObligation(tx, row, { told: news.kind });
  await showMessage(setting, tx, {
    key: messageKeys.duty(row.id, `${row.checks}:${news.kind}`),
    channel: request.channel,
    content: { view: 'duty-notice', obligationId: row.id, news },
  });
}

/** Tells the owner that what an obligation opened ended without keeping or undoing anything. */
export async function tellOfFollowUp(setting: Setting, tx: Executor, followUp: RequestRow): Promise<void> {
  const row =
    followUp.obligationId === null ? null : await obligationById(tx, followUp.workspaceId, followUp.obligationId);
  const hindrance = endings[followUp.state];
  if (row === null || hindrance === undefined || row.ended === 'superseded' || row.ended === 'rolled_back') return;
  await tellOwner(setting, tx, row, {
    kind: followUp.action === 'rollback' ? 'not_rolled_back' : 'not_kept',
    because: row.lastBecause ?? '',
    hindrance: `R-${followUp.number} ${hindrance}`,
    request: followUp.number,
  });
}

const endings: Partial<Record<RequestRow['state'], string>> = {
  rejected: 'was rejected.',
  expired: 'was not decided in time.',
  withdrawn: 'was withdrawn.',
  failed: 'could not be carried out.',
};
