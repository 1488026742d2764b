import { and, eq, lt } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { hookEvents } from './schema/delivery.ts';

/** Stores what came in, once; false if this source sent this id before. */
export async function takeHookEvent(
  db: Executor,
  event: { source: string; externalId: string; bodyHash: string; raw: Buffer | null },
): Promise<boolean> {
  const rows = await db.insert(hookEvents).values(event).onConflictDoNothing().returning({ id: hookEvents.externalId });
  return rows.length > 0;
}

/** Drops what is too old to come again. */
export async function dropHookEventsBefore(db: Executor, source: string, before: Date): Promise<void> {
  await db.delete(hookEvents).where(and(eq(hookEvents.source, source), lt(hookEvents.receivedAt, before)));
}
