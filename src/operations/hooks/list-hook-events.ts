import type { Instant } from '#domain/instant.ts';
import { newestHookEvents } from '#store/hook-events.ts';
import { hookRefusalsSince } from '#store/hook-refusals.ts';
import { hookSource } from '../take-hook.ts';
import type { HookVault } from './keep-hook-secret.ts';

/** One delivery that was taken. */
export interface ListedHook {
  readonly connection: string;
  readonly id: string;
  readonly at: Instant;
  /** Of its body; null once the body is not kept any more. */
  readonly bytes: number | null;
  /** What became of it, in a few words. */
  readonly became: string;
  readonly handledAt: Instant | null;
  /** How often it came again. */
  readonly repeats: number;
}

/** How often deliveries of one connection were refused for one reason, in the hour that begins at `hour`. */
export interface ListedRefusal {
  /** Null: an address of no connection. */
  readonly connection: string | null;
  readonly reason: string;
  readonly hour: Instant;
  readonly count: number;
  readonly lastAt: Instant;
}

/** Which deliveries are meant; `limit` is how many of each kind at most, the newest. */
export interface HookQuery {
  readonly connections: readonly string[];
  readonly since: Instant;
  readonly limit: number;
}

/** Deliveries that were taken, the oldest first. */
export async function listHookEvents(
  { db, workspaceId }: Pick<HookVault, 'db' | 'workspaceId'>,
  { connections, since, limit }: HookQuery,
): Promise<readonly ListedHook[]> {
  const named = new Map(connections.map((id) => [hookSource({ workspaceId }, id), id]));
  const rows = await newestHookEvents(db, [...named.keys()], { since: new Date(since), limit });
  return rows.toReversed().map((row) => ({
    connection: named.get(row.source) ?? row.source,
    id: row.externalId,
    at: row.receivedAt.toISOString(),
    bytes: row.bytes,
    became: row.handledAt === null ? 'stored' : 'done',
    handledAt: row.handledAt?.toISOString() ?? null,
    repeats: row.repeats,
  }));
}

/** Counts of refused deliveries of one connection, or of all and of addresses of none; the oldest first. */
export async function listHookRefusals(
  { db, workspaceId }: Pick<HookVault, 'db' | 'workspaceId'>,
  { connection, since, limit }: { readonly connection: string | null; readonly since: Instant; readonly limit: number },
): Promise<readonly ListedRefusal[]> {
  const rows = await hookRefusalsSince(db, workspaceId, { since: new Date(since), connection, limit });
  return rows.toReversed().map(({ connection: id, reason, hour, count, lastAt }) => ({
    connection: id === '' ? null : id,
    reason,
    hour: hour.toISOString(),
    count,
    lastAt: lastAt.toISOString(),
  }));
}
