import { randomBytes, randomUUID } from 'node:crypto';
import type { Instant } from '#domain/instant.ts';
import type { Database } from '#store/database.ts';
import { addHookSecret, endHookSecrets, hookSecretsOf, lockHookSecrets } from '#store/hook-secrets.ts';
import { seal } from './seal.ts';

/** Where secrets of hooks are kept, and the 32 bytes that they are encrypted with. */
export interface HookVault {
  readonly db: Database;
  readonly workspaceId: string;
  readonly key: Buffer;
}

/** `no`: a first secret. `slowly`: the old one is believed for another 24 hours. `at_once`: it is not. */
export type Rotation = 'no' | 'slowly' | 'at_once';

export type KeptHookSecret =
  /** `oldUntil`: until when the one before is believed; null if there is none, or no longer. */
  | { readonly kept: true; readonly secret: string; readonly oldUntil: Instant | null }
  | { readonly kept: false; readonly because: 'has-one' | 'has-none' };

const rotationMs = 86_400_000;

/**
 * Makes a secret of 32 random bytes for a connection and keeps it encrypted: `whsec_` and base64, or hexadecimal where
 * `form` says so. It is told this once. The same call again refuses while there is one, unless it is rotated.
 */
export async function keepHookSecret(
  { db, workspaceId, key }: HookVault,
  connection: string,
  { rotation, form, now }: { readonly rotation: Rotation; readonly form: 'whsec' | 'hex'; readonly now: Instant },
): Promise<KeptHookSecret> {
  const bytes = randomBytes(32);
  const secret = form === 'hex' ? bytes.toString('hex') : `whsec_${bytes.toString('base64')}`;
  const at = new Date(now);
  const endsAt = rotation === 'slowly' ? new Date(at.getTime() + rotationMs) : at;
  return await db.transaction(async (tx): Promise<KeptHookSecret> => {
    await lockHookSecrets(tx, workspaceId, connection);
    const has = (await hookSecretsOf(tx, workspaceId, connection, at)).length > 0;
    if (has !== (rotation !== 'no')) return { kept: false, because: has ? 'has-one' : 'has-none' };
    if (has) await endHookSecrets(tx, workspaceId, connection, { now: at, endsAt });
    const id = randomUUID();
    const sealed = seal(key, secret, sealedFor(workspaceId, connection, id));
    await addHookSecret(tx, { id, workspaceId, connection, sealed, createdAt: at });
    return { kept: true, secret, oldUntil: has && rotation === 'slowly' ? endsAt.toISOString() : null };
  });
}

/** What a kept secret is bound to. */
export function sealedFor(workspaceId: string, connection: string, id: string): string {
  return `hook secret ${workspaceId} ${connection} ${id}`;
}
