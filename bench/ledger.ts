import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { type Database, openDatabase } from '#store/database.ts';
import { appendLedger } from '#store/ledger.ts';
import { encodeEntry, genesisOf, hashOfLink, type LedgerEntry } from '#store/ledger-link.ts';
import { verifyLedgerOf } from '#store/ledger-of-workspace.ts';
import { ledger, ledgerHeads } from '#store/schema/ledger.ts';
import { workspaces } from '#store/schema/workspace.ts';
import type { Bench } from './bench.ts';
import type { Closing } from './closing.ts';
import { compare } from './distribution.ts';
import { inTurns } from './in-turns.ts';
import { type Observed, observed } from './observed.ts';
import { table } from './report.ts';

const writers = 8;
const event = 'vote_recorded';
const pageLength = 2_000;

interface Hashed {
  /** Reading the bytes and hashing them. */
  readonly seen: Observed;
  /** Of that, in the hash alone. */
  readonly hashMs: number;
}

/** Appending by eight writers beside bare inserts, and verifying a long chain beside one SHA-256 of the same bytes. */
export const ledgerBench: Bench = {
  name: 'ledger',
  summary: 'appending to the ledger and verifying a million entries beside bare inserts and bare SHA-256',
  run: async ({ closing, quick, say, surroundings }) => {
    const sizes = quick
      ? { appends: 160, appendRounds: 3, entries: 20_000, verifyRounds: 2 }
      : { appends: 1_600, appendRounds: 10, entries: 1_000_000, verifyRounds: 3 };
    const { db, pool } = await openFor(closing, await (await surroundings()).newDatabase('ledger'));
    await pool.query('create table bare_entries (like ledger)');
    const workspaceId = await newWorkspace(db);
    const appended: { countersign: number; floor: number }[] = [];
    await appendAll(db, workspaceId, writers * 10);
    await insertAll(db, bareRows(workspaceId, writers * 10));
    while (appended.length < sizes.appendRounds) {
      closing.check();
      say(`Appending, ${appended.length + 1} of ${sizes.appendRounds}…`);
      const countersign = await observed(() => appendAll(db, workspaceId, sizes.appends));
      const rows = bareRows(workspaceId, sizes.appends);
      const floor = await observed(() => insertAll(db, rows));
      appended.push({ countersign: countersign.ms / sizes.appends, floor: floor.ms / sizes.appends });
    }
    await mustHold(db, workspaceId, writers * 10 + sizes.appends * sizes.appendRounds);

    say(`Writing a chain of ${sizes.entries} entries…`);
    const long = await longChain(db, sizes.entries, closing);
    const verified: { countersign: Observed; bare: Hashed }[] = [];
    while (verified.length < sizes.verifyRounds) {
      closing.check();
      say(`Verifying, ${verified.length + 1} of ${sizes.verifyRounds}…`);
      const countersign = await observed(() => mustHold(db, long, sizes.entries));
      verified.push({ countersign, bare: await hashAll(pool, long, sizes.entries) });
    }
    const line = (
      id: string,
      title: string,
      unit: 'ms' | 'MB',
      of: (round: (typeof verified)[number]) => number[],
    ) => ({
      id,
      title,
      unit,
      compared: compare(verified.map(of).map(([countersign = 0, floor = 0]) => ({ countersign, floor }))),
    });
    const lines = [
      {
        id: 'ledger-append',
        title: `an entry, ${writers} writers at once`,
        unit: 'ms' as const,
        compared: compare(appended),
      },
      line('ledger-verify', `verifying ${sizes.entries} entries; floor: reading and one SHA-256`, 'ms', (round) => [
        round.countersign.ms,
        round.bare.seen.ms,
      ]),
      line('ledger-hash', '  floor: SHA-256 alone', 'ms', (round) => [round.countersign.ms, round.bare.hashMs]),
      line('ledger-cpu', '  processor; floor: reading and one SHA-256', 'ms', (round) => [
        round.countersign.cpuMs,
        round.bare.seen.cpuMs,
      ]),
      line('ledger-heap', '  heap above what it was', 'MB', (round) => [
        round.countersign.heapBytes / 1e6,
        round.bare.seen.heapBytes / 1e6,
      ]),
    ];
    const residentMost = process.resourceUsage().maxRSS / 1e3;
    return {
      text: [table(lines), `  This process was never larger than ${residentMost.toFixed(0)} MB.`],
      measured: { sizes, appended, verified, residentMost },
    };
  },
};

async function openFor(closing: Closing, url: string): Promise<{ db: Database; pool: Pool }> {
  const opened = openDatabase({ url, statementTimeoutMs: 60_000, maxConnections: writers });
  closing.add(() => opened.close());
  return opened;
}

async function newWorkspace(db: Database): Promise<string> {
  const id = `T-${randomUUID()}`;
  await db.insert(workspaces).values({ id, name: id, installNonce: nonceOf(id) });
  return id;
}

function nonceOf(workspaceId: string): string {
  return `nonce-of-${workspaceId}`;
}

/** What a vote says, in the size that votes have. */
function said(n: number): LedgerEntry {
  const digest = `sha256:${createHash('sha256').update(String(n)).digest('hex')}`;
  return { vote: { decision: 'approve', person: `person-${n % 40}`, n }, tree_digest: digest, facts_digest: digest };
}

function* numbers(count: number): Generator<number> {
  for (let n = 0; n < count; n += 1) yield n;
}

async function appendAll(db: Database, workspaceId: string, count: number): Promise<void> {
  await inTurns(numbers(count), writers, (n) =>
    db.transaction((tx) => appendLedger(tx, { workspaceId, event, at: new Date(), entry: said(n) })),
  );
}

type Row = ReturnType<typeof chained>;

function bareRows(workspaceId: string, count: number): readonly Row[] {
  const previous = genesisOf(workspaceId, nonceOf(workspaceId));
  return Array.from(numbers(count), (n) => chained(workspaceId, n, previous, new Date()));
}

/** Rows of the same columns and size, each committed, in a table without key, index or trigger. */
async function insertAll(db: Database, rows: readonly Row[]): Promise<void> {
  await inTurns(rows, writers, ({ workspaceId, seq, prevHash, hash, entry, at }) =>
    db.transaction((tx) =>
      tx.execute(sql`insert into bare_entries (workspace_id, seq, prev_hash, hash, entry, event, at)
        values (${workspaceId}, ${seq}, ${prevHash}, ${hash}, ${entry}, ${event}, ${at.toISOString()})`),
    ),
  );
}

function chained(workspaceId: string, seq: number, prevHash: string, at: Date) {
  const frame = { workspace: workspaceId, seq, prev_hash: prevHash, at: at.toISOString(), event, request_id: null };
  const entry = encodeEntry(frame, said(seq));
  return { workspaceId, seq, prevHash, hash: hashOfLink(prevHash, entry), entry, event, requestId: null, at };
}

/** Writes a chain as appending would have, a page a statement: a million commits would take an hour. */
async function longChain(db: Database, count: number, closing: Closing): Promise<string> {
  const workspaceId = await newWorkspace(db);
  let hash = genesisOf(workspaceId, nonceOf(workspaceId));
  const start = Date.UTC(2026, 0, 1);
  for (let done = 0; done < count; done += pageLength) {
    closing.check();
    const page = Array.from(numbers(Math.min(pageLength, count - done)), (n) => {
      const row = chained(workspaceId, done + n + 1, hash, new Date(start + done + n));
      hash = row.hash;
      return row;
    });
    await db.insert(ledger).values(page);
  }
  await db.insert(ledgerHeads).values({ workspaceId, seq: count, hash, at: new Date(start + count) });
  return workspaceId;
}

async function mustHold(db: Database, workspaceId: string, count: number): Promise<void> {
  const verdict = await verifyLedgerOf(db, workspaceId);
  if (!verdict.ok) throw new Error(`entry ${verdict.seq} does not hold: ${verdict.because}`);
  if (verdict.count !== count) throw new Error(`${verdict.count} entries instead of ${count}`);
}

/** The bytes of all entries, read in pages as verifying reads them, through one hash. */
async function hashAll(pool: Pool, workspaceId: string, count: number): Promise<Hashed> {
  const hash = createHash('sha256');
  let hashMs = 0;
  let read = 0;
  const seen = await observed(async () => {
    for (;;) {
      const { rows } = await pool.query<{ entry: Buffer }>(
        'select entry from ledger where workspace_id = $1 and seq > $2 order by seq limit $3',
        [workspaceId, read, pageLength],
      );
      const from = performance.now();
      for (const { entry } of rows) hash.update(entry);
      hashMs += performance.now() - from;
      read += rows.length;
      if (rows.length < pageLength) break;
    }
    hash.digest();
  });
  if (read !== count) throw new Error(`${read} entries were read instead of ${count}`);
  return { seen, hashMs };
}
