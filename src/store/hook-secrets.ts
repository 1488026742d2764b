import { and, desc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { Executor, Transaction } from './database.ts';
import { hookSecrets } from './schema/hooks.ts';

export type HookSecretRow = typeof hookSecrets.$inferSelect;

/** The encrypted secrets of a connection that are believed at `now`, newest first. */
export async function hookSecretsOf(
  db: Executor,
  workspaceId: string,
  connection: string,
  now: Date,
): Promise<readonly HookSecretRow[]> {
  return await db
    .select()
    .from(hookSecrets)
    .where(and(of(workspaceId, connection), or(isNull(hookSecrets.endsAt), gt(hookSecrets.endsAt, now))))
    .orderBy(desc(hookSecrets.createdAt), hookSecrets.id);
}

/** Makes everybody else who would change this connection's secrets wait for the end of the transaction. */
export async function lockHookSecrets(tx: Transaction, workspaceId: string, connection: string): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`hook-secret ${workspaceId} ${connection}`}, 0))`,
  );
}

export async function addHookSecret(tx: Transaction, row: typeof hookSecrets.$inferInsert): Promise<void> {
  await tx.insert(hookSecrets).values(row);
}

/** Ends every secret of the connection that lasts longer, and forgets those that are over by `now`. */
export async function endHookSecrets(
  tx: Transaction,
  workspaceId: string,
  connection: string,
  { now, endsAt }: { readonly now: Date; readonly endsAt: Date },
): Promise<void> {
  const longer = or(isNull(hookSecrets.endsAt), gt(hookSecrets.endsAt, endsAt));
  await tx
    .update(hookSecrets)
    .set({ endsAt })
    .where(and(of(workspaceId, connection), longer));
  await tx.delete(hookSecrets).where(and(of(workspaceId, connection), lte(hookSecrets.endsAt, now)));
}

function of(workspaceId: string, connection: string) {
  return and(eq(hookSecrets.workspaceId, workspaceId), eq(hookSecrets.connection, connection));
}
