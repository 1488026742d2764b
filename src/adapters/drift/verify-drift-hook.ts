import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type GoogleCertificates, verifyPushToken } from '../google/push-token.ts';
import { readPush } from '../pipelines/vertex-pipelines/push-message.ts';
import { verifyDelivery } from '../signed-delivery.ts';
import { keptHeaders } from './kept-headers.ts';

/** What is needed to check what comes to one address; `address` is path and query. */
export interface IncomingDrift {
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: Buffer;
  readonly address: string;
}

/** `id` is the same on every repetition of a delivery. */
export type DriftVerdict =
  | { readonly verified: true; readonly id: string; readonly kept: Readonly<Record<string, string>> }
  | { readonly verified: false; readonly because: string };

/** A delivery signed with HMAC-SHA256 over `id.timestamp.body`. The address is not signed, the id is. */
export function verifySignedDrift(
  { headers, rawBody, address }: IncomingDrift,
  secret: string,
  nowMs: number,
): DriftVerdict {
  const verdict = verifyDelivery({ secret, headers, rawBody, nowMs });
  if (!verdict.verified) return verdict;
  const { id } = verdict;
  if (!/^[\x21-\x7e]{1,200}$/.test(id)) return { verified: false, because: 'headers-missing' };
  return { verified: true, id, kept: keptHeaders(headers, address) };
}

/** A delivery with a token of Google's, as pushes of Pub/Sub carry one. Rejects as `certificates` does. */
export async function verifyPushedDrift(
  { headers, rawBody, address }: IncomingDrift,
  sender: { readonly audience: string; readonly account: string },
  certificates: GoogleCertificates,
): Promise<DriftVerdict> {
  const verdict = await verifyPushToken(headers.authorization, sender, certificates);
  if (!verdict.verified) return verdict;
  const kept = keptHeaders(headers, address);
  const { id } = readPush(headers, rawBody);
  return { verified: true, id: id.startsWith('body ') ? contentId(rawBody, kept) : id, kept };
}

/** A delivery with user name and password, from a sender that can sign nothing. */
export function verifyDriftByPassword(
  { headers, rawBody, address }: IncomingDrift,
  { username, password }: { readonly username: string; readonly password: string },
): DriftVerdict {
  const given = /^Basic ([\w+/=-]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (given === undefined) return { verified: false, because: 'no-password' };
  const expected = Buffer.from(`${username}:${password}`, 'utf8');
  if (!timingSafeEqual(hash(Buffer.from(given, 'base64')), hash(expected))) {
    return { verified: false, because: 'wrong-password' };
  }
  const kept = keptHeaders(headers, address);
  return { verified: true, id: contentId(rawBody, kept), kept };
}

/** For senders that give a delivery no id: the same bytes to the same address are the same delivery. */
function contentId(rawBody: Buffer, kept: Readonly<Record<string, string>>): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1))))
    .update(rawBody);
  return `body ${digest.digest('hex')}`;
}

function hash(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
