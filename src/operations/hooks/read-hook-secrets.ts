import type { Instant } from '#domain/instant.ts';
import { ConfigError } from '#errors.ts';
import { hookSecretsOf } from '#store/hook-secrets.ts';
import { type HookVault, sealedFor } from './keep-hook-secret.ts';
import { unseal } from './seal.ts';

/**
 * The secrets that a connection's senders may sign with, newest first; none where none is kept. `inVain`: a signature
 * fitted none of those that were given last. Rejects while they cannot be read.
 */
export type ReadHookSecrets = (connection: string, options?: { readonly inVain: true }) => Promise<readonly string[]>;

const cachedMs = 5_000;
/** However many wrong signatures come, the table is read no more often than this for them. */
const cachedInVainMs = 1_000;

/**
 * Reads what is kept, at most 5 s late, and where a signature fits nothing at most 1 s: so that a running process takes
 * a new secret. `tick` is a clock that never goes back, in milliseconds.
 */
export function readHookSecrets(
  { db, workspaceId, key }: HookVault,
  now: () => Instant,
  tick: () => number,
): ReadHookSecrets {
  const known = new Map<string, { readonly at: number; readonly secrets: Promise<readonly string[]> }>();
  const read = async (connection: string) => {
    const rows = await hookSecretsOf(db, workspaceId, connection, new Date(now()));
    const secrets = rows.flatMap(({ id, sealed }) => unseal(key, sealed, sealedFor(workspaceId, connection, id)) ?? []);
    if (rows.length > 0 && secrets.length === 0) throw unreadable(connection);
    return secrets;
  };
  return async (connection, options) => {
    const cached = known.get(connection);
    const lasts = options === undefined ? cachedMs : cachedInVainMs;
    if (cached !== undefined && tick() - cached.at < lasts) return await cached.secrets;
    const entry = { at: tick(), secrets: read(connection) };
    known.set(connection, entry);
    entry.secrets.catch(() => known.get(connection) === entry && known.delete(connection));
    return await entry.secrets;
  };
}

function unreadable(connection: string): ConfigError {
  return new ConfigError([
    `the secret of ${connection} cannot be read: COUNTERSIGN_SECRET is another one than when it was made. Put the old one back, or run countersign hooks add ${connection} --rotate`,
  ]);
}
