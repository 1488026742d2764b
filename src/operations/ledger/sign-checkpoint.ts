import type { KeyObject } from 'node:crypto';
import { epochMs } from '#domain/instant.ts';
import { type Checkpoint, checkpointDigest, keyId, rawPublicKey, signCheckpoint } from '#domain/ledger-checkpoint.ts';
import type { Executor } from '#store/database.ts';
import { intendEffect } from '#store/effects.ts';
import { appendLedger, lockEndOfLedger } from '#store/ledger.ts';
import { addCheckpoint, type CheckpointRow, newestCheckpoint } from '#store/ledger-checkpoints.ts';
import { ledgerEnds } from '#store/ledger-of-workspace.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';

const dayMs = 86_400_000;
/** However busy a day is, at most so many entries are not covered. */
const entriesApart = 256;

/**
 * Signs where the ledger ends, each day (of UTC) even if nothing happened, and every 256 entries. The checkpoint of a day
 * is posted; each is written outside where a place for it is set. Any number of workers may call it.
 */
export async function signCheckpoints(setting: Setting): Promise<void> {
  const { checkpoints } = setting;
  if (checkpoints === null || (await dueFor(setting, setting.db)) === null) return;
  await setting.db.transaction(async (tx) => {
    await lockEndOfLedger(tx, setting.workspaceId);
    const due = await dueFor(setting, tx);
    if (due === null) return;
    const key = rawPublicKey(checkpoints.key);
    if (due.last?.key !== key) await recordKey(setting, tx, due.last, key);
    const checkpoint = await nextCheckpoint(setting, tx, due.last);
    await addCheckpoint(tx, checkpoint, signCheckpoint(checkpoint, checkpoints.key));
    if (due.because === 'day') await post(setting, tx, checkpoint);
    if (checkpoints.place !== null) await publish(setting, tx, checkpoint);
  });
}

/** Where and with what checkpoints are signed. */
export interface CheckpointSigning {
  /** An Ed25519 private key. */
  readonly key: KeyObject;
  /** A folder, as `/mnt/audit`; null to keep them in the database and the channel alone. */
  readonly place: string | null;
}

async function dueFor(
  setting: Setting,
  db: Executor,
): Promise<{ readonly because: 'day' | 'entries'; readonly last: CheckpointRow | null } | null> {
  const last = await newestCheckpoint(db, setting.workspaceId);
  const today = Math.floor(epochMs(setting.now()) / dayMs);
  if (last === null || Math.floor(last.at.getTime() / dayMs) < today) return { because: 'day', last };
  const { head } = await ledgerEnds(db, setting.workspaceId);
  return head.seq - last.seq >= entriesApart ? { because: 'entries', last } : null;
}

/** A new key stands in the chain before anything is signed with it. */
async function recordKey(setting: Setting, tx: Executor, last: CheckpointRow | null, key: string): Promise<void> {
  await appendLedger(tx, {
    workspaceId: setting.workspaceId,
    event: 'checkpoint_key_used',
    at: new Date(setting.now()),
    entry: { key, key_id: keyId(key), instead_of: last === null ? null : keyId(last.key) },
  });
}

async function nextCheckpoint(setting: Setting, tx: Executor, last: CheckpointRow | null): Promise<Checkpoint> {
  const { head } = await ledgerEnds(tx, setting.workspaceId);
  const now = setting.now();
  const lastAt = last?.at.toISOString() ?? now;
  return {
    workspace: setting.workspaceId,
    number: (last?.number ?? 0) + 1,
    seq: head.seq,
    hash: head.hash,
    at: now < lastAt ? lastAt : now,
    previous: last === null ? null : checkpointDigest(last),
  };
}

async function post(setting: Setting, tx: Executor, { number }: Checkpoint): Promise<void> {
  const { digest: channel } = setting.playbooks().set.org.channels;
  const key = messageKeys.checkpoint(number);
  await showMessage(setting, tx, { key, channel, content: { view: 'ledger-checkpoint', number } });
  await showMessage(setting, tx, {
    key: messageKeys.checkpointProof(number),
    channel,
    threadKey: key,
    content: { view: 'checkpoint-proof', number },
  });
}

async function publish(setting: Setting, tx: Executor, { number }: Checkpoint): Promise<void> {
  const effectId = setting.newId();
  await intendEffect(tx, {
    id: effectId,
    workspaceId: setting.workspaceId,
    kind: 'ledger.checkpoint',
    orderKey: `checkpoint:${setting.workspaceId}:${number}`,
    idemKey: `checkpoint:${number}`,
    payload: { number },
  });
  await setting.sendJob(tx, 'perform-effect', { effectId });
}
