import { desc, eq, sql } from 'drizzle-orm';
import type { Digest } from '#domain/digest.ts';
import type { Executor } from './database.ts';
import { playbookVersions } from './schema/workspace.ts';

/** The set that decides now, or null before the first activation. `lock` holds off other activations. */
export async function currentPlaybooks(
  db: Executor,
  workspaceId: string,
  options: { lock?: boolean } = {},
): Promise<typeof playbookVersions.$inferSelect | null> {
  if (options.lock === true) {
    await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`playbooks:${workspaceId}`}, 0))`);
  }
  const [row] = await db
    .select()
    .from(playbookVersions)
    .where(eq(playbookVersions.workspaceId, workspaceId))
    .orderBy(desc(playbookVersions.number))
    .limit(1);
  return row ?? null;
}

export async function addPlaybookVersion(
  db: Executor,
  version: { workspaceId: string; number: number; digest: Digest; activatedBy: string; activatedAt: Date },
): Promise<void> {
  await db.insert(playbookVersions).values(version);
}
