import { isDeepStrictEqual } from 'node:util';
import type { Digest } from '#domain/digest.ts';
import { hashOfLink } from './ledger-link.ts';

/** One entry as it is kept: its canonical bytes and the hash that chains it. */
export interface LedgerLink {
  readonly seq: number;
  readonly hash: Digest;
  readonly entry: Uint8Array;
  /** What is kept beside the bytes, by the name it has inside them; must say the same. */
  readonly beside?: Readonly<Record<string, unknown>>;
}

export interface ChainEnds {
  readonly workspaceId: string;
  readonly genesis: Digest;
  /** Where the chain is known to end, from a source that a cut tail would not change. */
  readonly head?: { readonly seq: number; readonly hash: Digest };
  /** The entry before the first of these links, where they are a part of a chain. */
  readonly since?: { readonly seq: number; readonly hash: Digest };
  /** Hashes that entries had when somebody signed that, by `seq`. */
  readonly signed?: ReadonlyMap<number, Digest>;
}

export type LedgerVerdict =
  | { readonly ok: true; readonly count: number; readonly head: Digest }
  /** `seq` is the first entry that is not what was written, or that is missing. */
  | { readonly ok: false; readonly seq: number; readonly because: string };

/** Recomputes a whole chain, entry by entry, in constant memory. `links` come in the order of `seq`. */
export async function verifyLedger(
  links: AsyncIterable<LedgerLink> | Iterable<LedgerLink>,
  ends: ChainEnds,
): Promise<LedgerVerdict> {
  const start = ends.since ?? { seq: 0, hash: ends.genesis };
  let { hash, seq } = start;
  let at = '';
  if (isOtherwiseSigned(ends, seq, hash)) return { ok: false, seq, because: otherwise };
  for await (const link of links) {
    seq += 1;
    const checked = checkLink(link, { workspace: ends.workspaceId, seq, prev_hash: hash }, at);
    if ('because' in checked) return { ok: false, seq, because: checked.because };
    hash = link.hash;
    at = checked.at;
    if (isOtherwiseSigned(ends, seq, hash)) return { ok: false, seq, because: otherwise };
  }
  const signedLast = Math.max(seq, ...(ends.signed?.keys() ?? []));
  if (signedLast > seq) return { ok: false, seq: seq + 1, because: `entries ${seq + 1} to ${signedLast} are missing` };
  if (ends.head !== undefined && ends.head.seq > seq) {
    return { ok: false, seq: seq + 1, because: `entries ${seq + 1} to ${ends.head.seq} are missing` };
  }
  if (ends.head !== undefined && (ends.head.seq !== seq || ends.head.hash !== hash)) {
    return { ok: false, seq, because: 'the chain does not end where its head says' };
  }
  return { ok: true, count: seq - start.seq, head: hash };
}

const otherwise = 'a signed checkpoint says that its hash was another';

function isOtherwiseSigned({ signed }: ChainEnds, seq: number, hash: Digest): boolean {
  const said = signed?.get(seq);
  return said !== undefined && said !== hash;
}

function checkLink(
  link: LedgerLink,
  expected: { workspace: string; seq: number; prev_hash: Digest },
  after: string,
): { at: string } | { because: string } {
  if (link.seq !== expected.seq) return { because: `entry ${expected.seq} is missing; the next one is ${link.seq}` };
  if (link.hash !== hashOfLink(expected.prev_hash, link.entry)) {
    return { because: 'its hash is not the hash of the previous entry and its text' };
  }
  const said = parse(link.entry);
  if (said === null) return { because: 'its text is no JSON object' };
  for (const [name, value] of [...Object.entries(link.beside ?? {}), ...Object.entries(expected)]) {
    if (!isDeepStrictEqual(said[name], value)) return { because: `its ${name} is not what its text says` };
  }
  const at = said['at'];
  if (typeof at !== 'string' || at < after) return { because: 'it is dated before the previous entry' };
  return { at };
}

function parse(entry: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(entry));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
