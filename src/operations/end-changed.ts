import type { Facts } from '#playbook/facts.ts';
import { filesReplaced } from '#playbook/weights.ts';
import { readContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { endOvertaken, partsChanged } from './end-overtaken.ts';
import type { LoadedRequest } from './load-request.ts';
import type { Setting } from './setting.ts';
import { messageKeys, showMessage } from './show-message.ts';

/**
 * Ends a request whose version is no longer made of what was shown. Where its files were replaced under the same name,
 * which no registry tells of, the owner of the playbook is told too. Part of the transaction that holds the row.
 */
export async function endChanged(
  setting: Setting,
  tx: Executor,
  { row, facts }: LoadedRequest,
  champion: string | null,
): Promise<void> {
  const recorded = await readContent<Facts>(tx, row.workspaceId, row.factsDigest);
  if (!filesReplaced(recorded.subject.parts.weights ?? null, facts.subject.parts.weights ?? null)) {
    return await endOvertaken(setting, tx, row, partsChanged(row, champion));
  }
  const because = `The files of v${row.version} are no longer those that were asked about: somebody replaced them.`;
  await endOvertaken(setting, tx, row, { because, holds: champion });
  await showMessage(setting, tx, {
    key: messageKeys.owner(row.id, 'replaced'),
    channel: row.channel,
    threadKey: messageKeys.card(row.id),
    content: { view: 'owner-line', requestId: row.id, news: 'replaced' },
  });
}
