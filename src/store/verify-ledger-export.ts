import { canonicalJson } from '#domain/canonical-json.ts';
import { checkCheckpoints, contradictions, hashesToMeet, type KeptProof } from '#domain/check-checkpoints.ts';
import type { SignedCheckpoint } from '#domain/ledger-checkpoint.ts';
import { exportFormat } from './ledger-export.ts';
import { genesisOf } from './ledger-link.ts';
import { type LedgerLink, type LedgerVerdict, verifyLedger } from './verify-ledger.ts';

/** Verifies exported lines without a database. `seq` 0 in the verdict is the first line. */
export async function verifyLedgerExport(
  lines: AsyncIterable<string> | Iterable<string>,
  kept: KeptProof = {},
): Promise<LedgerVerdict> {
  const rest = iterate(lines);
  const first = await rest.next();
  const header = headerOf(first.done === true ? '' : first.value);
  if (header === null) return { ok: false, seq: 0, because: `the first line is not the header of a ${exportFormat}` };
  const { workspace, install_nonce, head, since } = header;
  let broken = 0;
  const hashes = new Map<number, string>();
  const checkpoints: SignedCheckpoint[] = [];
  const links = linksOf(rest, since?.seq ?? 0, checkpoints, hashes, (seq) => (broken = seq));
  const genesis = genesisOf(workspace, install_nonce);
  const verdict = await verifyLedger(links, {
    workspaceId: workspace,
    genesis,
    head,
    ...(since === undefined ? {} : { since }),
  });
  if (broken > 0 && (verdict.ok || verdict.seq >= broken)) {
    return { ok: false, seq: broken, because: 'its line is not the canonical JSON of {entry, hash, seq}' };
  }
  if (!verdict.ok) return verdict;
  return checkpointsProblem(workspace, checkpoints, kept, { head, hashes, partial: since !== undefined }) ?? verdict;
}

/** What is wrong with the checkpoints of an export, or between them and its entries; null if nothing. */
function checkpointsProblem(
  workspace: string,
  checkpoints: readonly SignedCheckpoint[],
  kept: KeptProof,
  chain: { readonly head: Header['head']; readonly hashes: ReadonlyMap<number, string>; readonly partial: boolean },
): (LedgerVerdict & { readonly ok: false }) | null {
  const no = (seq: number, because: string) => ({ ok: false, seq, because }) as const;
  const checked = checkCheckpoints(workspace, checkpoints, kept.keys);
  if (!checked.ok) return no(chain.head.seq, `checkpoint ${checked.number} does not hold: ${checked.because}`);
  const [against] = contradictions(kept.checkpoints ?? [], checkpoints, workspace);
  if (against !== undefined) return no(chain.head.seq, against);
  const met = hashesToMeet(checkpoints);
  if ('fork' in met) return no(met.fork, 'two signed checkpoints differ about it: a fork');
  for (const [seq, hash] of met.hashes) {
    const here = chain.hashes.get(seq);
    if (here === undefined && seq > chain.head.seq && !chain.partial) {
      return no(chain.head.seq + 1, `entries ${chain.head.seq + 1} to ${seq} are missing, which a checkpoint signed`);
    }
    if (here !== undefined && here !== hash) return no(seq, 'a signed checkpoint says that its hash was another');
  }
  return null;
}

async function* iterate(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string, void> {
  yield* lines;
}

async function* linksOf(
  lines: AsyncGenerator<string, void>,
  after: number,
  checkpoints: SignedCheckpoint[],
  hashes: Map<number, string>,
  onBroken: (seq: number) => void,
): AsyncGenerator<LedgerLink> {
  let line = after;
  for await (const text of lines) {
    line += 1;
    const value = canonicalObject(text) ?? {};
    const checkpoint = checkpointIn(value);
    if (checkpoint !== null) {
      checkpoints.push(checkpoint);
      continue;
    }
    const link = checkpoints.length > 0 ? null : linkIn(value);
    if (link === null) return onBroken(line);
    hashes.set(link.seq, link.hash);
    yield link;
  }
}

function linkIn(value: Readonly<Record<string, unknown>>): LedgerLink | null {
  const { entry, hash, seq } = value;
  if (typeof entry !== 'string' || typeof hash !== 'string' || typeof seq !== 'number') return null;
  return Object.keys(value).length === 3 ? { seq, hash, entry: Buffer.from(entry, 'utf8') } : null;
}

function checkpointIn(value: Readonly<Record<string, unknown>>): SignedCheckpoint | null {
  const { checkpoint, key, signature } = value;
  if (typeof checkpoint !== 'string' || typeof key !== 'string' || typeof signature !== 'string') return null;
  return Object.keys(value).length === 3 ? { text: checkpoint, key, signature } : null;
}

interface Header {
  readonly workspace: string;
  readonly install_nonce: string;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly since?: { readonly seq: number; readonly hash: string };
}

function headerOf(text: string): Header | null {
  const header = canonicalObject(text);
  if (header === null || header['format'] !== exportFormat) return null;
  const { workspace, install_nonce } = header;
  const head = endIn(header['head']);
  if (typeof workspace !== 'string' || typeof install_nonce !== 'string' || head === null) return null;
  if (!('since' in header)) return Object.keys(header).length === 4 ? { workspace, install_nonce, head } : null;
  const since = endIn(header['since']);
  return since === null || Object.keys(header).length !== 5 ? null : { workspace, install_nonce, head, since };
}

function endIn(value: unknown): { seq: number; hash: string } | null {
  if (typeof value !== 'object' || value === null || !('seq' in value) || !('hash' in value)) return null;
  const { seq, hash } = value;
  return typeof seq === 'number' && typeof hash === 'string' ? { seq, hash } : null;
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
