import { and, eq } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { registrySyncs } from './schema/workspace.ts';

export type RegistrySyncRow = typeof registrySyncs.$inferSelect;

/** How far the reading of a whole registry is; null if none is under way. */
export async function registrySyncOf(
  db: Executor,
  workspaceId: string,
  registry: string,
): Promise<RegistrySyncRow | null> {
  const [row] = await db.select().from(registrySyncs).where(of(workspaceId, registry));
  return row ?? null;
}

export async function saveRegistrySync(db: Executor, row: RegistrySyncRow): Promise<void> {
  const { begunAt, pageToken, readAt, models } = row;
  await db
    .insert(registrySyncs)
    .values(row)
    .onConflictDoUpdate({
      target: [registrySyncs.workspaceId, registrySyncs.registry],
      set: { begunAt, pageToken, readAt, models },
    });
}

/** There is nothing to carry on any more. */
export async function endRegistrySync(db: Executor, workspaceId: string, registry: string): Promise<void> {
  await db.delete(registrySyncs).where(of(workspaceId, registry));
}

function of(workspaceId: string, registry: string) {
  return and(eq(registrySyncs.workspaceId, workspaceId), eq(registrySyncs.registry, registry));
}
