import { and, eq, lte } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { usageSources } from './schema/usage.ts';

export type UsageSourceRow = typeof usageSources.$inferSelect;

/** How far the usage of each project has been read that ever was to be. */
export async function usageSourceRows(db: Executor, workspaceId: string): Promise<readonly UsageSourceRow[]> {
  return await db
    .select()
    .from(usageSources)
    .where(eq(usageSources.workspaceId, workspaceId))
    .orderBy(usageSources.source);
}

/** Sees that there is a row for a connection; one that is there keeps its time. */
export async function seeUsageSource(
  db: Executor,
  row: Pick<UsageSourceRow, 'workspaceId' | 'source' | 'title' | 'provider' | 'project' | 'zone' | 'nextAt'>,
): Promise<void> {
  await db.insert(usageSources).values(row).onConflictDoNothing();
}

/** Takes the turn to read one, so that of several workers one does; null if it is not due. */
export async function takeUsageSource(
  db: Executor,
  { workspaceId, source }: Pick<UsageSourceRow, 'workspaceId' | 'source'>,
  turn: { readonly now: Date; readonly until: Date },
): Promise<UsageSourceRow | null> {
  const [row] = await db
    .update(usageSources)
    .set({ nextAt: turn.until })
    .where(and(of({ workspaceId, source }), lte(usageSources.nextAt, turn.now)))
    .returning();
  return row ?? null;
}

export async function changeUsageSource(
  tx: Executor,
  row: Pick<UsageSourceRow, 'workspaceId' | 'source'>,
  change: Partial<typeof usageSources.$inferInsert>,
): Promise<void> {
  await tx.update(usageSources).set(change).where(of(row));
}

function of({ workspaceId, source }: Pick<UsageSourceRow, 'workspaceId' | 'source'>) {
  return and(eq(usageSources.workspaceId, workspaceId), eq(usageSources.source, source));
}
