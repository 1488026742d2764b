import { and, eq, isNull, lt } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { hookEvents } from './schema/delivery.ts';

/** What names an event: who sent it, and the id it has there. */
interface HookEventId {
  readonly source: string;
  readonly externalId: string;
}

/** Stores what came in, once; false if this source sent this id before. */
export async function takeHookEvent(
  db: Executor,
  event: HookEventId & { readonly bodyHash: string; readonly raw: Buffer | null },
): Promise<boolean> {
  const rows = await db.insert(hookEvents).values(event).onConflictDoNothing().returning({ id: hookEvents.externalId });
  return rows.length > 0;
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

/** Drops what is too old to come again. */
export async function dropHookEventsBefore(db: Executor, source: string, before: Date): Promise<void> {
  await db.delete(hookEvents).where(and(eq(hookEvents.source, source), lt(hookEvents.receivedAt, before)));
}

function one({ source, externalId }: HookEventId) {
  return and(eq(hookEvents.source, source), eq(hookEvents.externalId, externalId));
}
