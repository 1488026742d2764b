import { and, asc, eq } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { ledger } from './schema/ledger.ts';

/** The entries about one request, by their number in the chain, oldest first. */
export async function ledgerSeqsOf(db: Executor, workspaceId: string, requestId: string): Promise<readonly number[]> {
  const rows = await db
    .select({ seq: ledger.seq })
    .from(ledger)
    .where(and(eq(ledger.workspaceId, workspaceId), eq(ledger.requestId, requestId)))
    .orderBy(asc(ledger.seq));
  return rows.map((row) => row.seq);
}
