import { and, asc, desc, eq, gt } from 'drizzle-orm';
import type { Checkpoint, SignedCheckpoint } from '#domain/ledger-checkpoint.ts';
import type { Executor } from './database.ts';
import { ledgerCheckpoints } from './schema/ledger.ts';

export type CheckpointRow = typeof ledgerCheckpoints.$inferSelect;

export async function addCheckpoint(
  tx: Executor,
  { workspace, number, seq, hash, at }: Checkpoint,
  signed: SignedCheckpoint,
): Promise<void> {
  await tx.insert(ledgerCheckpoints).values({ workspaceId: workspace, number, seq, hash, at: new Date(at), ...signed });
}

export async function newestCheckpoint(db: Executor, workspaceId: string): Promise<CheckpointRow | null> {
  const [row] = await db
    .select()
    .from(ledgerCheckpoints)
    .where(eq(ledgerCheckpoints.workspaceId, workspaceId))
    .orderBy(desc(ledgerCheckpoints.number))
    .limit(1);
  return row ?? null;
}

export async function checkpointByNumber(
  db: Executor,
  workspaceId: string,
  number: number,
): Promise<CheckpointRow | null> {
  const [row] = await db
    .select()
    .from(ledgerCheckpoints)
    .where(and(eq(ledgerCheckpoints.workspaceId, workspaceId), eq(ledgerCheckpoints.number, number)));
  return row ?? null;
}

/** All of a workspace in order, page by page. */
export async function* checkpointsOf(db: Executor, workspaceId: string): AsyncGenerator<SignedCheckpoint> {
  let after = 0;
  for (;;) {
    const page = await db
      .select()
      .from(ledgerCheckpoints)
      .where(and(eq(ledgerCheckpoints.workspaceId, workspaceId), gt(ledgerCheckpoints.number, after)))
      .orderBy(asc(ledgerCheckpoints.number))
      .limit(1000);
    for (const { number, text, key, signature } of page) {
      yield { text, key, signature };
      after = number;
    }
    if (page.length < 1000) return;
  }
}
