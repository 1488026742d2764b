import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** `sha256:` and 64 hexadecimal digits. */
export type Digest = string;

/** The digest of a JSON value's canonical text. Throws what `canonicalJson` throws. */
export function digestOf(value: unknown): Digest {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What a vote signs. Each `…Digest` is a digest of the whole thing; `target` is the alias. */
export interface Signed {
  readonly action: string;
  readonly target: string;
  readonly subject: Digest;
  readonly evidence: Digest;
  readonly policy: Digest;
}

/** The short code people compare by eye, as `K7QF-92`: the first 30 bits of the digest, in Crockford base 32. */
export function shortCode(signed: Signed): string {
  const bits = Number.parseInt(digestOf(signed).slice('sha256:'.length, 'sha256:'.length + 8), 16) >>> 2;
  let code = '';
  for (let shift = 25; shift >= 0; shift -= 5) code += crockford[(bits >>> shift) & 31];
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** A code as somebody typed it: `k7qf92` is `K7QF-92`, and O is 0, I and L are 1, as Crockford reads them. Null for what is none. */
export function readShortCode(text: string): string | null {
  const digits = text.trim().toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  const [, first, last] = /^([0-9A-HJKMNP-TV-Z]{4})-?([0-9A-HJKMNP-TV-Z]{2})$/.exec(digits) ?? [];
  return first === undefined || last === undefined ? null : `${first}-${last}`;
}
