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

export async function workspaceIds(db: Executor): Promise<readonly string[]> {
  const rows = await db.select({ id: workspaces.id }).from(workspaces).orderBy(workspaces.id);
  return rows.map((row) => row.id);
}
