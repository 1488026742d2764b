import { and, asc, desc, eq, gte, isNull, or } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { idleFindings } from './schema/claims.ts';

export type IdleRow = typeof idleFindings.$inferSelect;

/** Adds what was found unused; null if it is known and still open. */
export async function addIdle(tx: Executor, idle: typeof idleFindings.$inferInsert): Promise<IdleRow | null> {
  const [row] = await tx.insert(idleFindings).values(idle).onConflictDoNothing().returning();
  return row ?? null;
}

/** Those that have not ended, the oldest first. */
export async function openIdle(db: Executor, workspaceId: string): Promise<readonly IdleRow[]> {
  return await db
    .select()
    .from(idleFindings)
    .where(and(eq(idleFindings.workspaceId, workspaceId), isNull(idleFindings.endedAt)))
    .orderBy(asc(idleFindings.askedAt));
}

/** Those that are open, and those that ended since a moment: what a week's report shows. */
export async function idleOfWeek(db: Executor, workspaceId: string, since: Date): Promise<readonly IdleRow[]> {
  return await db
    .select()
    .from(idleFindings)
    .where(
      and(
        eq(idleFindings.workspaceId, workspaceId),
        or(isNull(idleFindings.endedAt), gte(idleFindings.endedAt, since)),
      ),
    )
    .orderBy(desc(idleFindings.askedAt));
}

export async function idleById(db: Executor, workspaceId: string, id: string): Promise<IdleRow | null> {
  const [row] = await db
    .select()
    .from(idleFindings)
    .where(and(eq(idleFindings.workspaceId, workspaceId), eq(idleFindings.id, id)));
  return row ?? null;
}

/** What a request would stop. */
export async function idleOfRequest(db: Executor, workspaceId: string, requestId: string): Promise<IdleRow | null> {
  const [row] = await db
    .select()
    .from(idleFindings)
    .where(and(eq(idleFindings.workspaceId, workspaceId), eq(idleFindings.requestId, requestId)));
  return row ?? null;
}

/** Held until the transaction ends; null if there is none. */
export async function lockIdle(tx: Executor, workspaceId: string, id: string): Promise<IdleRow | null> {
  const [row] = await tx
    .select()
    .from(idleFindings)
    .where(and(eq(idleFindings.workspaceId, workspaceId), eq(idleFindings.id, id)))
    .for('update');
  return row ?? null;
}

export async function changeIdle(
  tx: Executor,
  { workspaceId, id }: IdleRow,
  change: Partial<typeof idleFindings.$inferInsert>,
): Promise<void> {
  await tx
    .update(idleFindings)
    .set(change)
    .where(and(eq(idleFindings.workspaceId, workspaceId), eq(idleFindings.id, id)));
}
