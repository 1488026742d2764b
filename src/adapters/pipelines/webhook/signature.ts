import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a signature covers: `id.timestamp.content`, as https://www.standardwebhooks.com has it. */
export interface Signed {
  readonly id: string;
  /** Seconds since the epoch, as it stands in the header. */
  readonly timestamp: string;
  /** The raw body; where there is none, method and path with query, as `GET /runs/7?x=1`. */
  readonly content: string | Uint8Array;
}

/** `v1,` and the HMAC-SHA256 in base64. A secret that begins with `whsec_` is base64 behind it, any other is its UTF-8 bytes. */
export function signatureOf(secret: string, { id, timestamp, content }: Signed): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(content).digest('base64')}`;
}

/** Whether one of the signatures in the header, parted by spaces, is right: there are two while a secret is changed. */
export function isSigned(secret: string, signed: Signed, header: string): boolean {
  const expected = Buffer.from(signatureOf(secret, signed), 'utf8');
  return header.split(' ').some((one) => {
    const given = Buffer.from(one, 'utf8');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
