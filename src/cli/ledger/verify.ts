import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptProof } from '#domain/check-checkpoints.ts';
import type { SignedCheckpoint } from '#domain/ledger-checkpoint.ts';
import { ConfigError } from '#errors.ts';

/** What a verification found, as `src/store` reports it. */
type Verdict =
  | { readonly ok: true; readonly count: number; readonly checkpoints?: number }
  | { readonly ok: false; readonly seq: number | null; readonly because: string };

/** Verifies each workspace's ledger and prints one line each. 0: all hold; 1: one does not. */
export async function verifyLedgers(
  workspaces: readonly string[],
  verify: (workspaceId: string) => Promise<Verdict>,
): Promise<number> {
  if (workspaces.length === 0) console.log('There is no ledger yet: Countersign has not run against this database.');
  let worst = 0;
  for (const id of workspaces) worst = Math.max(worst, tell(id, await verify(id)));
  return worst;
}

/** Prints what was found of one ledger; 0 if it holds, 1 if not. */
export function tell(what: string, verdict: Verdict): number {
  if (verdict.ok) {
    const { count, checkpoints = 0 } = verdict;
    const signed = checkpoints === 0 ? '' : `, and so do ${checkpoints} signed checkpoints`;
    console.log(`✓ ${what}: ${count} entries, the chain holds${signed}`);
    return 0;
  }
  const at = verdict.seq === null ? 'the chain' : `entry ${verdict.seq}`;
  console.log(`✗ ${what}: ${at} does not hold: ${verdict.because}`);
  return 1;
}

/**
 * Reads what somebody kept: checkpoint files, folders of them, and public keys. Throws a ConfigError that names the file
 * that is none.
 */
export function keptProof(given: {
  readonly checkpoints: readonly string[];
  readonly keys: readonly string[];
}): KeptProof {
  const checkpoints = given.checkpoints.flatMap(filesAt).flatMap(checkpointsIn);
  return { keys: given.keys, checkpoints };
}

function filesAt(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => name.endsWith('.json'));
    return names.sort().map((name) => join(path, name));
  } catch {
    throw new ConfigError([`${path} cannot be read: give a file or folder of checkpoints to --checkpoint`]);
  }
}

function checkpointsIn(path: string): readonly SignedCheckpoint[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const read = signedIn(line);
    if (read !== null) return [read];
    throw new ConfigError([`${path}:${i + 1}: this is no checkpoint; copy the line as it was posted, from { to }`]);
  });
}

function signedIn(line: string): SignedCheckpoint | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return null;
    if (!('checkpoint' in value) || !('key' in value) || !('signature' in value)) return null;
    const { checkpoint, key, signature } = value;
    if (typeof checkpoint !== 'string' || typeof key !== 'string' || typeof signature !== 'string') return null;
    return { text: checkpoint, key, signature };
  } catch {
    return null;
  }
}
