import { canonicalJson } from '#domain/canonical-json.ts';
import type { SignedCheckpoint } from '#domain/ledger-checkpoint.ts';
import type { Executor } from './database.ts';
import { checkpointsOf } from './ledger-checkpoints.ts';
import { type ExportedSpan, ledgerLinks, ledgerSpan } from './ledger-of-workspace.ts';

export const exportFormat = 'countersign ledger v1';

/**
 * The chain of a workspace, or a span of it, as lines of JSON without line ends: first what it begins and ends with, then
 * one `{entry, hash, seq}` an entry, whose `entry` is the text that was hashed, last every signed checkpoint of the whole
 * chain. `installNonce` is the workspace's own.
 */
export async function* exportLedger(
  db: Executor,
  workspaceId: string,
  installNonce: string,
  span: ExportedSpan = {},
): AsyncGenerator<string> {
  const whole = span.from === undefined && span.to === undefined;
  const { since, end } = await ledgerSpan(db, workspaceId, span);
  const first = { format: exportFormat, head: end, install_nonce: installNonce, workspace: workspaceId };
  yield canonicalJson(whole ? first : { ...first, since });
  for await (const link of ledgerLinks(db, workspaceId, since.seq)) {
    if (link.seq > end.seq) break;
    yield canonicalJson({ entry: Buffer.from(link.entry).toString('utf8'), hash: link.hash, seq: link.seq });
  }
  for await (const signed of checkpointsOf(db, workspaceId)) yield checkpointLine(signed);
}

function checkpointLine({ text, key, signature }: SignedCheckpoint): string {
  return canonicalJson({ checkpoint: text, key, signature });
}
