import type { Digest } from './digest.ts';
import {
  type Checkpoint,
  checkpointDigest,
  keyId,
  readCheckpoint,
  type SignedCheckpoint,
} from './ledger-checkpoint.ts';

/** What somebody kept outside the database to hold the ledger against. */
export interface KeptProof {
  /** Raw Ed25519 public keys in base64. */
  readonly keys?: readonly string[];
  readonly checkpoints?: readonly SignedCheckpoint[];
}

export type CheckpointsVerdict =
  | { readonly ok: true; readonly newest: Checkpoint | null; readonly keys: readonly string[] }
  /** `number` is the checkpoint's, or its place where its text cannot be read. */
  | { readonly ok: false; readonly number: number; readonly because: string };

/**
 * Whether checkpoints, in order and whole, are signed and follow each other. `trusted` are raw public keys in base64 that
 * somebody kept elsewhere: without any, a checkpoint is believed by the key it brings. Whether the chain has the hashes
 * they name is checked by `hashesToMeet`.
 */
export function checkCheckpoints(
  workspace: string,
  signed: readonly SignedCheckpoint[],
  trusted: readonly string[] = [],
): CheckpointsVerdict {
  let before: { readonly checkpoint: Checkpoint; readonly digest: Digest } | null = null;
  const keys = new Set<string>();
  for (const [i, one] of signed.entries()) {
    const number = i + 1;
    const no = (because: string) => ({ ok: false, number, because }) as const;
    const checkpoint = readCheckpoint(one);
    if ('because' in checkpoint) return no(checkpoint.because);
    if (trusted.length > 0 && !trusted.includes(one.key)) {
      return no(`it is signed with key ${keyId(one.key)}, which is none of those given`);
    }
    if (checkpoint.workspace !== workspace) return no(`it is of workspace ${checkpoint.workspace}`);
    if (checkpoint.number !== number) return no(`it is missing; the next one is ${checkpoint.number}`);
    if (checkpoint.previous !== (before?.digest ?? null)) return no('it does not follow the checkpoint before it');
    if (before !== null && (checkpoint.seq < before.checkpoint.seq || checkpoint.at < before.checkpoint.at)) {
      return no('it lies before the checkpoint before it');
    }
    keys.add(keyId(one.key));
    before = { checkpoint, digest: checkpointDigest(one) };
  }
  return { ok: true, newest: before?.checkpoint ?? null, keys: [...keys] };
}

/** What single checkpoints, kept outside, say against those at hand: a clause each, none if they agree. */
export function contradictions(
  kept: readonly SignedCheckpoint[],
  known: readonly SignedCheckpoint[],
  workspace: string,
): readonly string[] {
  return kept.flatMap((one) => {
    const checkpoint = readCheckpoint(one);
    if ('because' in checkpoint) return [`a kept checkpoint is not usable: ${checkpoint.because}`];
    const { number } = checkpoint;
    if (checkpoint.workspace !== workspace)
      return [`kept checkpoint ${number} is of workspace ${checkpoint.workspace}`];
    const same = known[number - 1];
    if (same === undefined) return [`kept checkpoint ${number} is missing here: the end was cut off`];
    return same.text === one.text ? [] : [`kept checkpoint ${number} says something else than the one here: a fork`];
  });
}

/** Which hash the chain must have after which entry, by the checkpoints; `fork` names two that differ about one. */
export function hashesToMeet(
  signed: readonly SignedCheckpoint[],
): { readonly hashes: ReadonlyMap<number, Digest> } | { readonly fork: number } {
  const hashes = new Map<number, Digest>();
  for (const one of signed) {
    const checkpoint = readCheckpoint(one);
    if ('because' in checkpoint) continue;
    const known = hashes.get(checkpoint.seq);
    if (known !== undefined && known !== checkpoint.hash) return { fork: checkpoint.seq };
    hashes.set(checkpoint.seq, checkpoint.hash);
  }
  return { hashes };
}
