import { eq } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { workspaces } from './schema/workspace.ts';

/** Records the workspace on first sight; later calls change only its name. */
export async function recordWorkspace(
  db: Executor,
  workspace: { id: string; name: string; installNonce: string },
): Promise<void> {
  await db
    .insert(workspaces)
    .values(workspace)
    .onConflictDoUpdate({ target: workspaces.id, set: { name: workspace.name } });
}

export type BrokenPlaybooks = NonNullable<(typeof workspaces.$inferSelect)['brokenPlaybooks']>;

/** What the playbooks folder could not be loaded for when it was last read; null if it could. */
export async function brokenPlaybooks(db: Executor, workspaceId: string): Promise<BrokenPlaybooks | null> {
  const [row] = await db
    .select({ broken: workspaces.brokenPlaybooks })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return row?.broken ?? null;
}

export async function recordBrokenPlaybooks(
  db: Executor,
  workspaceId: string,
  broken: BrokenPlaybooks | null,
): Promise<void> {
  await db.update(workspaces).set({ brokenPlaybooks: broken }).where(eq(workspaces.id, workspaceId));
}

export async function workspaceIds(db: Executor): Promise<readonly string[]> {
  const rows = await db.select({ id: workspaces.id }).from(workspaces).orderBy(workspaces.id);
  return rows.map((row) => row.id);
}

/** What salts the genesis of its ledger. Throws for a workspace that is not installed. */
export async function installNonceOf(db: Executor, workspaceId: string): Promise<string> {
  const [row] = await db
    .select({ nonce: workspaces.installNonce })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  if (row === undefined) throw new Error(`there is no workspace ${workspaceId}`);
  return row.nonce;
}
