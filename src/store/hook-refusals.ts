import { and, desc, eq, gte, lt, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { hookRefusals } from './schema/hooks.ts';

/** How often one connection's deliveries were refused for one reason in one hour. */
export type HookRefusalRow = Omit<typeof hookRefusals.$inferSelect, 'workspaceId'>;

/** Adds to the counts of refused deliveries. */
export async function addHookRefusals(
  db: Executor,
  workspaceId: string,
  refusals: readonly HookRefusalRow[],
): Promise<void> {
  if (refusals.length === 0) return;
  await db
    .insert(hookRefusals)
    .values(refusals.map((one) => ({ workspaceId, ...one })))
    .onConflictDoUpdate({
      target: [hookRefusals.workspaceId, hookRefusals.hour, hookRefusals.connection, hookRefusals.reason],
      set: {
        count: sql`least(${hookRefusals.count}::bigint + excluded.count, 2147483647)::integer`,
        lastAt: sql`greatest(${hookRefusals.lastAt}, excluded.last_at)`,
      },
    });
}

/** What was refused since then, newest first; of one connection if it is given. */
export async function hookRefusalsSince(
  db: Executor,
  workspaceId: string,
  { since, connection, limit }: { readonly since: Date; readonly connection: string | null; readonly limit: number },
): Promise<readonly HookRefusalRow[]> {
  return await db
    .select()
    .from(hookRefusals)
    .where(
      and(
        eq(hookRefusals.workspaceId, workspaceId),
        gte(hookRefusals.lastAt, since),
        connection === null ? undefined : eq(hookRefusals.connection, connection),
      ),
    )
    .orderBy(desc(hookRefusals.lastAt))
    .limit(limit);
}

/** Forgets counts of hours that began before. */
export async function dropHookRefusalsBefore(db: Executor, workspaceId: string, before: Date): Promise<void> {
  await db.delete(hookRefusals).where(and(eq(hookRefusals.workspaceId, workspaceId), lt(hookRefusals.hour, before)));
}
