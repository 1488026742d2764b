import { keyId } from '#domain/ledger-checkpoint.ts';
import { checkpointByNumber } from '#store/ledger-checkpoints.ts';
import type { LedgerCheckpoint } from '#views/ledger-checkpoint.ts';
import type { Setting } from '../setting.ts';

/** What people see of a checkpoint. */
export async function presentCheckpoint(setting: Setting, number: number): Promise<LedgerCheckpoint> {
  const row = await checkpointByNumber(setting.db, setting.workspaceId, number);
  if (row === null) throw new Error(`there is no checkpoint ${number}`);
  const before = number === 1 ? null : await checkpointByNumber(setting.db, setting.workspaceId, number - 1);
  const { seq, hash, at, text, key, signature } = row;
  return {
    number,
    entries: seq,
    added: seq - (before?.seq ?? 0),
    hash,
    at: at.toISOString(),
    keyId: keyId(key),
    signed: { text, key, signature },
  };
}
