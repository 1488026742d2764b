import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '#domain/canonical-json.ts';
import type { Digest } from '#domain/digest.ts';

/** What an entry says beyond what the chain itself writes into it. */
export type LedgerEntry = Readonly<Record<string, Json>>;

/** What the chain writes into every entry, beside what the caller says. */
export interface LedgerFrame {
  readonly workspace: string;
  readonly seq: number;
  readonly prev_hash: Digest;
  readonly at: string;
  readonly event: string;
  readonly request_id: string | null;
}

/** The `prev_hash` of a workspace's first entry. */
export function genesisOf(workspaceId: string, installNonce: string): Digest {
  const text = canonicalJson(['countersign ledger v1', workspaceId, installNonce]);
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** SHA-256(0x00 ‖ previous hash ‖ entry); the zero tells an entry from the inner node of any later tree (RFC 6962). */
export function hashOfLink(previous: Digest, entry: Uint8Array): Digest {
  const hash = createHash('sha256')
    .update(Uint8Array.of(0))
    .update(Buffer.from(previous.slice('sha256:'.length), 'hex'));
  return `sha256:${hash.update(entry).digest('hex')}`;
}

/**
 * The RFC 8785 text of an entry, as bytes. Throws a TypeError for a fraction or an unsafe integer, whose spelling other
 * programs may not reproduce (write decimals as text), and for a key that the frame owns.
 */
export function encodeEntry(frame: LedgerFrame, entry: LedgerEntry): Buffer {
  for (const key of Object.keys(frame)) {
    if (Object.hasOwn(entry, key)) throw new TypeError(`a ledger entry may not set ${key} itself`);
  }
  refuseFractions(entry, 'entry');
  return Buffer.from(canonicalJson({ ...entry, ...frame }), 'utf8');
}

function refuseFractions(value: Json, path: string): void {
  if (typeof value === 'number' && (!Number.isSafeInteger(value) || Object.is(value, -0))) {
    throw new TypeError(`a ledger entry holds no fractions; write ${path} (${value}) as decimal text`);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) refuseFractions(member, `${path}.${key}`);
}
