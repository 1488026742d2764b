import { and, eq } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { models } from '../schema/workspace.ts';

/** Every model that a registry has, with what its aliases hold. */
export async function seenModels(db: Executor, workspaceId: string) {
  return await db
    .select({ registry: models.registry, name: models.name, aliases: models.aliases })
    .from(models)
    .where(and(eq(models.workspaceId, workspaceId), eq(models.gone, false)))
    .orderBy(models.registry, models.name);
}
