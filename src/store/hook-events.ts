import { and, desc, eq, getTableColumns, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { type HookEventState, hookEvents } from './schema/delivery.ts';

export type HookEventRow = typeof hookEvents.$inferSelect;

/** What names an event: who sent it, and the id it has there. */
interface HookEventId {
  readonly source: string;
  readonly externalId: string;
}

/** An event as it came in. */
export type HookEventToTake = HookEventId &
  Pick<HookEventRow, 'bodyHash' | 'raw'> &
  Partial<Pick<HookEventRow, 'headers' | 'translation' | 'receivedAt'>>;

/** Stores what came in, once, and counts its repeats; false if this source sent this id before. */
export async function takeHookEvent(db: Executor, event: HookEventToTake): Promise<boolean> {
  const [fresh = false] = await takeHookEvents(db, [event]);
  return fresh;
}

/** As `takeHookEvent`, of several in one statement, in their order. Throws if two of them have one name. */
export async function takeHookEvents(db: Executor, events: readonly HookEventToTake[]): Promise<readonly boolean[]> {
  const rows = await db
    .insert(hookEvents)
    .values([...events])
    .onConflictDoUpdate({
      target: [hookEvents.source, hookEvents.externalId],
      set: { repeats: sql`${hookEvents.repeats} + 1` },
    })
    .returning({ source: hookEvents.source, id: hookEvents.externalId, repeats: hookEvents.repeats });
  const fresh = new Set(rows.flatMap(({ source, id, repeats }) => (repeats === 0 ? [`${source}\n${id}`] : [])));
  return events.map(({ source, externalId }) => fresh.has(`${source}\n${externalId}`));
}

/** The oldest events of a source from which something may still follow: at most `limit`, and no more than `bytes` after the first. */
export async function waitingHookEvents(
  db: Executor,
  source: string,
  { limit, bytes }: { readonly limit: number; readonly bytes: number },
): Promise<readonly HookEventRow[]> {
  const sizes = await db
    .select({ id: hookEvents.externalId, size: sql<number>`coalesce(octet_length(${hookEvents.raw}), 0)` })
    .from(hookEvents)
    .where(and(eq(hookEvents.source, source), isNull(hookEvents.handledAt)))
    .orderBy(hookEvents.receivedAt, hookEvents.externalId)
    .limit(limit);
  let sum = 0;
  const ids = sizes.filter(({ size }, index) => (sum += size) <= bytes || index === 0).map(({ id }) => id);
  if (ids.length === 0) return [];
  return await db
    .select()
    .from(hookEvents)
    .where(and(eq(hookEvents.source, source), inArray(hookEvents.externalId, ids)))
    .orderBy(hookEvents.receivedAt, hookEvents.externalId);
}

/** Notes what became of events, of which nothing more follows by itself. All of them are one parameter. */
export async function settleHookEvents(
  tx: Executor,
  source: string,
  settled: readonly { readonly id: string; readonly state: HookEventState; readonly because: string }[],
): Promise<void> {
  if (settled.length === 0) return;
  await tx.execute(sql`
    update ${hookEvents} as event set handled_at = now(), state = told.state, because = told.because, translation = null
    from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as told (id text, state text, because text)
    where event.source = ${source} and event.external_id = told.id`);
}

export async function hookEventOf(db: Executor, event: HookEventId): Promise<HookEventRow | null> {
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

/** What became of the events of a source whose ids begin so. */
export async function hookEventsBeginning(
  db: Executor,
  source: string,
  beginning: string,
): Promise<readonly Pick<HookEventRow, 'state' | 'because'>[]> {
  return await db
    .select({ state: hookEvents.state, because: hookEvents.because })
    .from(hookEvents)
    .where(and(eq(hookEvents.source, source), sql`starts_with(${hookEvents.externalId}, ${beginning})`));
}

/** Drops what is too old to come again. */
export async function dropHookEventsBefore(db: Executor, source: string, before: Date): Promise<void> {
  await db.delete(hookEvents).where(and(eq(hookEvents.source, source), lt(hookEvents.receivedAt, before)));
}

function one({ source, externalId }: HookEventId) {
  return and(eq(hookEvents.source, source), eq(hookEvents.externalId, externalId));
}
