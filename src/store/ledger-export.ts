import { canonicalJson } from '#domain/canonical-json.ts';
import type { Database } from './database.ts';
import { genesisOf } from './ledger-link.ts';
import { ledgerEnds, ledgerLinks } from './ledger-of-workspace.ts';
import { type LedgerLink, type LedgerVerdict, verifyLedger } from './verify-ledger.ts';

const format = 'countersign ledger v1';

/**
 * The whole chain of a workspace as lines of JSON, without line ends: first what it begins and ends with, then one
 * `{entry, hash, seq}` an entry, whose `entry` is the text that was hashed. `installNonce` is the workspace's own.
 */
export async function* exportLedger(db: Database, workspaceId: string, installNonce: string): AsyncGenerator<string> {
  const { head } = await ledgerEnds(db, workspaceId);
  yield canonicalJson({ format, head, install_nonce: installNonce, workspace: workspaceId });
  for await (const link of ledgerLinks(db, workspaceId)) {
    if (link.seq > head.seq) return;
    yield canonicalJson({ entry: Buffer.from(link.entry).toString('utf8'), hash: link.hash, seq: link.seq });
  }
}

/** Verifies exported lines without a database. `seq` 0 in the verdict is the first line. */
export async function verifyLedgerExport(lines: AsyncIterable<string> | Iterable<string>): Promise<LedgerVerdict> {
  const rest = iterate(lines);
  const first = await rest.next();
  const header = headerOf(first.done === true ? '' : first.value);
  if (header === null) return { ok: false, seq: 0, because: `the first line is not the header of a ${format}` };
  let broken = 0;
  const links = linksOf(rest, (seq) => (broken = seq));
  const { workspace, install_nonce, head } = header;
  const verdict = await verifyLedger(links, {
    workspaceId: workspace,
    genesis: genesisOf(workspace, install_nonce),
    head,
  });
  if (broken > 0 && (verdict.ok || verdict.seq >= broken)) {
    return { ok: false, seq: broken, because: 'its line is not the canonical JSON of {entry, hash, seq}' };
  }
  return verdict;
}

async function* iterate(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string, void> {
  yield* lines;
}

async function* linksOf(
  lines: AsyncGenerator<string, void>,
  onBroken: (seq: number) => void,
): AsyncGenerator<LedgerLink> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const link = canonicalObject(text);
    const { entry, hash, seq } = link ?? {};
    if (
      typeof entry !== 'string' ||
      typeof hash !== 'string' ||
      typeof seq !== 'number' ||
      Object.keys(link ?? {}).length !== 3
    ) {
      onBroken(line);
      return;
    }
    yield { seq, hash, entry: Buffer.from(entry, 'utf8') };
  }
}

interface Header {
  readonly workspace: string;
  readonly install_nonce: string;
  readonly head: { readonly seq: number; readonly hash: string };
}

function headerOf(text: string): Header | null {
  const header = canonicalObject(text);
  if (header === null || header['format'] !== format || Object.keys(header).length !== 4) return null;
  const { workspace, install_nonce, head } = header;
  if (typeof workspace !== 'string' || typeof install_nonce !== 'string') return null;
  if (typeof head !== 'object' || head === null || !('seq' in head) || !('hash' in head)) return null;
  if (typeof head.seq !== 'number' || typeof head.hash !== 'string') return null;
  return { workspace, install_nonce, head: { seq: head.seq, hash: head.hash } };
}

/** Null unless the text is exactly how this program writes the object: a line has one spelling. */
function canonicalObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || canonicalJson(value) !== text) return null;
    return { ...value };
  } catch {
    return null;
  }
}
