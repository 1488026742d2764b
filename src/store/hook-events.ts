import { and, desc, eq, getTableColumns, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { hookEvents } from './schema/delivery.ts';

/** What names an event: who sent it, and the id it has there. */
interface HookEventId {
  readonly source: string;
  readonly externalId: string;
}

/** Stores what came in, once, and counts its repeats; false if this source sent this id before. */
export async function takeHookEvent(
  db: Executor,
  event: HookEventId & { readonly bodyHash: string; readonly raw: Buffer | null },
): Promise<boolean> {
  const [row] = await db
    .insert(hookEvents)
    .values(event)
    .onConflictDoUpdate({
      target: [hookEvents.source, hookEvents.externalId],
      set: { repeats: sql`${hookEvents.repeats} + 1` },
    })
    .returning({ repeats: hookEvents.repeats });
  return row?.repeats === 0;
}

export async function hookEventOf(db: Executor, event: HookEventId): Promise<typeof hookEvents.$inferSelect | null> {
  const [row] = await db.select().from(hookEvents).where(one(event));
  return row ?? null;
}

/** Notes that nothing more follows from an event. */
export async function markHandled(db: Executor, event: HookEventId): Promise<void> {
  await db.update(hookEvents).set({ handledAt: new Date() }).where(one(event));
}

/** The ids of a source's events from which something may still follow, oldest first. */
export async function unhandledHookEvents(db: Executor, source: string): Promise<readonly string[]> {
  const rows = await db
    .select({ id: hookEvents.externalId })
    .from(hookEvents)
    .where(and(eq(hookEvents.source, source), isNull(hookEvents.handledAt)))
    .orderBy(hookEvents.receivedAt);
  return rows.map(({ id }) => id);
}

/** What some sources sent since then, newest first, without the bodies. `bytes` is null where there is none. */
export async function newestHookEvents(
  db: Executor,
  sources: readonly string[],
  { since, limit }: { readonly since: Date; readonly limit: number },
): Promise<readonly (Omit<typeof hookEvents.$inferSelect, 'raw' | 'bodyHash'> & { readonly bytes: number | null })[]> {
  const { raw, bodyHash: _, ...columns } = getTableColumns(hookEvents);
  return await db
    .select({ ...columns, bytes: sql<number | null>`octet_length(${raw})` })
    .from(hookEvents)
    .where(and(inArray(hookEvents.source, [...sources]), gte(hookEvents.receivedAt, since)))
    .orderBy(desc(hookEvents.receivedAt), desc(hookEvents.externalId))
    .limit(limit);
}

/** Drops what is too old to come again. */
export async function dropHookEventsBefore(db: Executor, source: string, before: Date): Promise<void> {
  await db.delete(hookEvents).where(and(eq(hookEvents.source, source), lt(hookEvents.receivedAt, before)));
}

function one({ source, externalId }: HookEventId) {
  return and(eq(hookEvents.source, source), eq(hookEvents.externalId, externalId));
}
