import { and, asc, eq, inArray, isNull, lte } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { waivers } from './schema/maturity-answers.ts';

export type WaiverRow = typeof waivers.$inferSelect;

/** Adds a waiver; false if one of the same need is open. */
export async function addWaiver(tx: Executor, row: typeof waivers.$inferInsert): Promise<boolean> {
  const added = await tx.insert(waivers).values(row).onConflictDoNothing().returning({ id: waivers.id });
  return added.length > 0;
}

/** Those whose end was not noted yet, of some models or of all; the one that ends first comes first. */
export async function openWaivers(
  db: Executor,
  workspaceId: string,
  models?: readonly string[],
): Promise<readonly WaiverRow[]> {
  return await db
    .select()
    .from(waivers)
    .where(
      and(
        eq(waivers.workspaceId, workspaceId),
        models === undefined ? undefined : inArray(waivers.model, [...models]),
        isNull(waivers.endedAt),
      ),
    )
    .orderBy(asc(waivers.expiresAt), asc(waivers.id));
}

export async function waiverById(db: Executor, workspaceId: string, id: string): Promise<WaiverRow | null> {
  const [row] = await db
    .select()
    .from(waivers)
    .where(and(eq(waivers.workspaceId, workspaceId), eq(waivers.id, id)));
  return row ?? null;
}

/** Those whose time is up and whose end was not noted yet. */
export async function waiversDue(db: Executor, workspaceId: string, now: Date): Promise<readonly WaiverRow[]> {
  return await db
    .select()
    .from(waivers)
    .where(and(eq(waivers.workspaceId, workspaceId), isNull(waivers.endedAt), lte(waivers.expiresAt, now)))
    .orderBy(asc(waivers.expiresAt), asc(waivers.id));
}

/** Notes the end of an open waiver; null if it was noted before. */
export async function endWaiver(
  tx: Executor,
  { workspaceId, id }: Pick<WaiverRow, 'workspaceId' | 'id'>,
  end: { readonly endedAt: Date; readonly endedBy: string | null },
): Promise<WaiverRow | null> {
  const [row] = await tx
    .update(waivers)
    .set(end)
    .where(and(eq(waivers.workspaceId, workspaceId), eq(waivers.id, id), isNull(waivers.endedAt)))
    .returning();
  return row ?? null;
}
