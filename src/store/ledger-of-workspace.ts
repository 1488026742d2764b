import { and, asc, eq, gt } from 'drizzle-orm';
import type { Database, Executor } from './database.ts';
import { genesisOfWorkspace } from './ledger.ts';
import { ledger, ledgerHeads } from './schema/ledger.ts';
import { type ChainEnds, type LedgerLink, type LedgerVerdict, verifyLedger } from './verify-ledger.ts';

const pageLength = 2_000;

/** Verifies the chain of one workspace against its head row, as one snapshot; appenders are not held up. */
export async function verifyLedgerOf(db: Database, workspaceId: string): Promise<LedgerVerdict> {
  return await db.transaction(
    async (tx) => verifyLedger(ledgerLinks(tx, workspaceId), await ledgerEnds(tx, workspaceId)),
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** Where the chain begins and ends by the rows beside it; a workspace without entries has a head at its genesis. */
export async function ledgerEnds(db: Executor, workspaceId: string): Promise<Required<ChainEnds>> {
  const genesis = await genesisOfWorkspace(db, workspaceId);
  const [head] = await db
    .select({ seq: ledgerHeads.seq, hash: ledgerHeads.hash })
    .from(ledgerHeads)
    .where(eq(ledgerHeads.workspaceId, workspaceId));
  return { workspaceId, genesis, head: head ?? { seq: 0, hash: genesis } };
}

/** The chain of one workspace in order, page by page. */
export async function* ledgerLinks(db: Executor, workspaceId: string): AsyncGenerator<LedgerLink> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const page = await db
      .select()
      .from(ledger)
      .where(and(eq(ledger.workspaceId, workspaceId), gt(ledger.seq, after)))
      .orderBy(asc(ledger.seq))
      .limit(pageLength);
    for (const { seq, hash, entry, prevHash, event, requestId, at } of page) {
      const beside = { prev_hash: prevHash, event, request_id: requestId, at: at.toISOString() };
      yield { seq, hash, entry, beside };
      after = seq;
    }
    if (page.length < pageLength) return;
  }
}
