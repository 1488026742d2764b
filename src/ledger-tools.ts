import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { keptProof, tell, verifyLedgers } from '#cli/ledger/verify.ts';
import { Population } from '#operations/ledger/population.ts';
import type { Database } from '#store/database.ts';
import { exportLedger } from '#store/ledger-export.ts';
import { type ExportedSpan, ledgerLinks, ledgerSpan, verifyLedgerOf } from '#store/ledger-of-workspace.ts';
import { verifyLedgerExport } from '#store/verify-ledger-export.ts';
import { installNonceOf, workspaceIds } from '#store/workspaces.ts';
import { ConfigError } from './errors.ts';
import { withDatabase } from './with-database.ts';

/** What was typed after `countersign ledger <verb>`. */
export interface LedgerArguments {
  readonly file?: string | undefined;
  readonly checkpoint?: readonly string[] | undefined;
  readonly key?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly format?: string | undefined;
  readonly out?: string | undefined;
}

/** Proves every workspace's chain, or that of an exported file; exit code 1 names the first bad entry. */
export async function verify({ file, checkpoint = [], key = [] }: LedgerArguments): Promise<number> {
  const kept = keptProof({ checkpoints: checkpoint, keys: key });
  if (file === undefined) {
    return await withDatabase(async (db) =>
      verifyLedgers(await workspaceIds(db), (id) => verifyLedgerOf(db, id, kept)),
    );
  }
  if (!existsSync(file)) throw new ConfigError([`${file} is not there: make it with countersign ledger export`]);
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  return tell(file, await verifyLedgerExport(lines, kept));
}

/** Writes the ledger, or what was decided in a span of time, to a file or the standard output. */
export async function exportTo({ from, to, format = 'jsonl', out }: LedgerArguments): Promise<number> {
  if (format !== 'jsonl' && format !== 'csv') throw new ConfigError([`--format ${format}: use jsonl or csv`]);
  const span = { ...dated('from', from), ...dated('to', to) };
  return await withDatabase(async (db) => {
    const [workspaceId, ...others] = await workspaceIds(db);
    if (workspaceId === undefined) throw new ConfigError(['there is no ledger yet in this database']);
    if (others.length > 0) throw new ConfigError(['this database holds several workspaces']);
    const lines =
      format === 'csv'
        ? populationLines(db, workspaceId, span)
        : exportLedger(db, workspaceId, await installNonceOf(db, workspaceId), span);
    const target = out === undefined ? process.stdout : createWriteStream(out, { mode: 0o600 });
    await pipeline(Readable.from(ended(lines)), target, { end: out !== undefined });
    return 0;
  });
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

async function* populationLines(db: Database, workspaceId: string, span: ExportedSpan): AsyncGenerator<string> {
  const { since, end } = await ledgerSpan(db, workspaceId, span);
  const population = new Population();
  for await (const { seq, entry } of ledgerLinks(db, workspaceId, since.seq)) {
    if (seq > end.seq) break;
    const said: unknown = JSON.parse(new TextDecoder().decode(entry));
    if (typeof said === 'object' && said !== null) population.add({ ...said });
  }
  yield* population.lines();
}

/** A day begins at midnight UTC; `to` is not in the span. */
function dated(name: 'from' | 'to', given: string | undefined): ExportedSpan {
  if (given === undefined) return {};
  const day = /^\d{4}-\d{2}-\d{2}$/.test(given) ? `${given}T00:00:00Z` : given;
  const date = new Date(day);
  if (!/^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/.test(day) || Number.isNaN(date.getTime())) {
    throw new ConfigError([`--${name} ${given} is no day: write it as 2026-11-30, or as 2026-11-30T12:00:00Z`]);
  }
  return name === 'from' ? { from: date } : { to: date };
}
