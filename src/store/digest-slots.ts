import { and, desc, eq, gte, max, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { digestSlots } from './schema/digests.ts';

export type DigestSlotRow = typeof digestSlots.$inferSelect;

/** Takes a slot; false if somebody has. */
export async function takeDigestSlot(tx: Executor, row: typeof digestSlots.$inferInsert): Promise<boolean> {
  const taken = await tx
    .insert(digestSlots)
    .values(row)
    .onConflictDoNothing()
    .returning({ audience: digestSlots.audience });
  return taken.length > 0;
}

export async function digestSlot(
  db: Executor,
  workspaceId: string,
  { audience, period }: Pick<DigestSlotRow, 'audience' | 'period'>,
): Promise<DigestSlotRow | null> {
  const [row] = await db
    .select()
    .from(digestSlots)
    .where(
      and(eq(digestSlots.workspaceId, workspaceId), eq(digestSlots.audience, audience), eq(digestSlots.period, period)),
    );
  return row ?? null;
}

/** The last slot of each audience that has one on or after a day. */
export async function digestSlotsSince(
  db: Executor,
  workspaceId: string,
  day: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ audience: digestSlots.audience, period: max(digestSlots.period) })
    .from(digestSlots)
    .where(and(eq(digestSlots.workspaceId, workspaceId), gte(digestSlots.period, day)))
    .groupBy(digestSlots.audience);
  return new Map(rows.flatMap(({ audience, period }) => (period === null ? [] : [[audience, period]])));
}

/** The day of an audience's last slot; null if it never had one. */
export async function lastDigestSlot(db: Executor, workspaceId: string, audience: string): Promise<string | null> {
  const [row] = await db
    .select({ period: digestSlots.period })
    .from(digestSlots)
    .where(and(eq(digestSlots.workspaceId, workspaceId), eq(digestSlots.audience, audience)))
    .orderBy(desc(digestSlots.period))
    .limit(1);
  return row?.period ?? null;
}

/** Slots on or after a day whose digests ask about something that is left on. */
export async function digestSlotsAsking(
  db: Executor,
  workspaceId: string,
  { idleId, since }: { readonly idleId: string; readonly since: string },
): Promise<readonly DigestSlotRow[]> {
  return await db
    .select()
    .from(digestSlots)
    .where(
      and(
        eq(digestSlots.workspaceId, workspaceId),
        gte(digestSlots.period, since),
        sql`${digestSlots.asks} @> ${JSON.stringify([idleId])}::jsonb`,
      ),
    );
}
