import { canonicalJson } from '#domain/canonical-json.ts';
import type { Digest } from '#domain/digest.ts';
import type { Instant } from '#domain/instant.ts';
import type { SignedCheckpoint } from '#domain/ledger-checkpoint.ts';
import { context, preformatted, section } from './blocks.ts';
import { type Message, message } from './frames.ts';
import { code, dateToken, md } from './mrkdwn.ts';
import { counted } from './wording.ts';

/** A signed checkpoint of the ledger, as it is posted for everybody to keep. */
export interface LedgerCheckpoint {
  readonly number: number;
  /** How many entries it covers, and how many more than the one before. */
  readonly entries: number;
  readonly added: number;
  readonly hash: Digest;
  readonly at: Instant;
  /** Of the key, in hexadecimal. */
  readonly keyId: string;
  readonly signed: SignedCheckpoint;
}

/** Says how far the record goes; its proof stands in the thread. */
export function ledgerCheckpoint({ number, entries, added, at, keyId }: LedgerCheckpoint): Message {
  const grown = added === 0 ? 'nothing new since the last' : `${added} more than the last`;
  return message([
    section(
      md`✓ Ledger checkpoint ${number}: ${counted(entries, 'entry', 'entries')} up to ${dateToken(at)}, ${grown}.`,
    ),
    context(md`Signed with key ${code(keyId)} · the proof is in the thread`),
  ]);
}

/** What proves later that nothing before it was changed, to be copied as it stands. */
export function checkpointProof({ signed }: LedgerCheckpoint): Message {
  const { text, key, signature } = signed;
  return message([
    preformatted(canonicalJson({ checkpoint: text, key, signature })),
    context(
      md`Keep this line in a file: ${code('countersign ledger verify --checkpoint <file>')} shows whether anything before it was changed.`,
    ),
  ]);
}
