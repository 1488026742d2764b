import { isSigned } from './pipelines/webhook/signature.ts';

export interface IncomingDelivery {
  readonly secret: string;
  /** As node:http gives them; names in any case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came: a body that was parsed and written again has another signature. */
  readonly rawBody: Uint8Array;
  readonly nowMs: number;
}

/** Why a delivery is not believed, in one word, and what its sender can do. */
export interface NotBelieved {
  readonly verified: false;
  readonly because: 'headers-missing' | 'bad-signature' | 'too-old' | 'from-the-future';
  readonly sentence: string;
}

const oldestMs = 5 * 60_000;
const furthestAheadMs = 60_000;

/**
 * Checks the signature of what was sent: HMAC-SHA256 over `id.timestamp.body` in the headers webhook-id,
 * webhook-timestamp and webhook-signature, not older than 5 minutes nor more than 60 s ahead.
 */
export function verifyDelivery({
  secret,
  headers,
  rawBody,
  nowMs,
}: IncomingDelivery): { readonly verified: true; readonly id: string; readonly sentMs: number } | NotBelieved {
  const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((name) => header(headers, `webhook-${name}`));
  if (!id || !signature || !timestamp || !/^\d{1,11}$/.test(timestamp)) {
    return refuse('headers-missing', 'The event is not signed. Send webhook-id, webhook-timestamp, webhook-signature.');
  }
  if (!isSigned(secret, { id, timestamp, content: rawBody }, signature)) {
    return refuse('bad-signature', 'The signature does not match. Check that both sides hold one secret.');
  }
  const sentMs = Number(timestamp) * 1000;
  if (nowMs - sentMs > oldestMs) return refuse('too-old', 'The event is older than 5 minutes. Check both clocks.');
  if (sentMs - nowMs > furthestAheadMs) {
    return refuse('from-the-future', 'The event is dated more than 60 s ahead. Check both clocks.');
  }
  return { verified: true, id, sentMs };
}

function refuse(because: NotBelieved['because'], sentence: string): NotBelieved {
  return { verified: false, because, sentence };
}

/** The value of a header that came exactly once. */
function header(headers: IncomingDelivery['headers'], name: string): string | null {
  const values = Object.entries(headers).flatMap(([key, value]) => (key.toLowerCase() === name ? (value ?? []) : []));
  return values.length === 1 ? (values[0] ?? null) : null;
}
