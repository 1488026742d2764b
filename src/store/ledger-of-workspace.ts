import { and, asc, desc, eq, gt, lt } from 'drizzle-orm';
import { checkCheckpoints, contradictions, hashesToMeet, type KeptProof } from '#domain/check-checkpoints.ts';
import type { Digest } from '#domain/digest.ts';
import type { SignedCheckpoint } from '#domain/ledger-checkpoint.ts';
import type { Database, Executor } from './database.ts';
import { genesisOfWorkspace } from './ledger.ts';
import { checkpointsOf } from './ledger-checkpoints.ts';
import { ledger, ledgerHeads } from './schema/ledger.ts';
import { type ChainEnds, type LedgerLink, type LedgerVerdict, verifyLedger } from './verify-ledger.ts';

const pageLength = 2_000;

/**
 * Verifies the chain of one workspace against its head row and its signed checkpoints, and these against what was kept
 * outside, as one snapshot; appenders are not held up.
 */
export async function verifyLedgerOf(
  db: Database,
  workspaceId: string,
  kept: KeptProof = {},
): Promise<LedgerVerdict & { readonly checkpoints?: number }> {
  return await db.transaction(
    async (tx) => {
      const ends = await ledgerEnds(tx, workspaceId);
      const checkpoints: SignedCheckpoint[] = [];
      for await (const one of checkpointsOf(tx, workspaceId)) checkpoints.push(one);
      const no = (seq: number, because: string) => ({ ok: false, seq, because }) as const;
      const met = hashesToMeet(checkpoints);
      if ('fork' in met) return no(met.fork, 'two signed checkpoints differ about it: a fork');
      const verdict = await verifyLedger(ledgerLinks(tx, workspaceId), { ...ends, signed: met.hashes });
      if (!verdict.ok) return verdict;
      const checked = checkCheckpoints(workspaceId, checkpoints, kept.keys);
      if (!checked.ok) return no(ends.head.seq, `checkpoint ${checked.number} does not hold: ${checked.because}`);
      const [against] = contradictions(kept.checkpoints ?? [], checkpoints, workspaceId);
      return against === undefined ? { ...verdict, checkpoints: checkpoints.length } : no(ends.head.seq, against);
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** Which entries are meant: from the first dated at or after `from`, up to the last dated before `to`. */
export interface ExportedSpan {
  readonly from?: Date;
  readonly to?: Date;
}

/** The entry before the first of a span, and its last; both are the same where nothing lies in it. */
export async function ledgerSpan(db: Executor, workspaceId: string, { from, to }: ExportedSpan) {
  const { head, genesis } = await ledgerEnds(db, workspaceId);
  const start = { seq: 0, hash: genesis };
  const since = from === undefined ? start : ((await entryBefore(db, workspaceId, from)) ?? start);
  const end = to === undefined ? head : ((await entryBefore(db, workspaceId, to)) ?? start);
  return { since, end: end.seq < since.seq ? since : end };
}

/** The newest entry dated before a moment; null if there is none. Entries are never dated backwards. */
async function entryBefore(
  db: Executor,
  workspaceId: string,
  before: Date,
): Promise<{ readonly seq: number; readonly hash: Digest } | null> {
  const [row] = await db
    .select({ seq: ledger.seq, hash: ledger.hash })
    .from(ledger)
    .where(and(eq(ledger.workspaceId, workspaceId), lt(ledger.at, before)))
    .orderBy(desc(ledger.seq))
    .limit(1);
  return row ?? null;
}

/** Where the chain begins and ends by the rows beside it; a workspace without entries has a head at its genesis. */
export async function ledgerEnds(
  db: Executor,
  workspaceId: string,
): Promise<ChainEnds & { readonly head: NonNullable<ChainEnds['head']> }> {
  const genesis = await genesisOfWorkspace(db, workspaceId);
  const [head] = await db
    .select({ seq: ledgerHeads.seq, hash: ledgerHeads.hash })
    .from(ledgerHeads)
    .where(eq(ledgerHeads.workspaceId, workspaceId));
  return { workspaceId, genesis, head: head ?? { seq: 0, hash: genesis } };
}

/** The chain of one workspace after entry `since`, in order, page by page. */
export async function* ledgerLinks(
  db: Executor,
  workspaceId: string,
  since = Number.MIN_SAFE_INTEGER,
): AsyncGenerator<LedgerLink> {
  let after = since;
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
