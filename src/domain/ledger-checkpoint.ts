import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { Digest } from './digest.ts';
import type { Instant } from './instant.ts';

/** Where a workspace's ledger ended at a moment. */
export interface Checkpoint {
  readonly workspace: string;
  /** 1, 2, 3 … without a gap. */
  readonly number: number;
  /** The last entry it covers, and that entry's hash; 0 and the genesis for an empty ledger. */
  readonly seq: number;
  readonly hash: Digest;
  readonly at: Instant;
  /** Of the text of the checkpoint before; null for the first. */
  readonly previous: Digest | null;
}

/** A checkpoint as it is kept and published. */
export interface SignedCheckpoint {
  /** The canonical JSON that was signed. */
  readonly text: string;
  /** The raw Ed25519 public key, and the signature over the bytes of `text`; both in base64. */
  readonly key: string;
  readonly signature: string;
}

const version = 'countersign checkpoint v1';

/** Signs with an Ed25519 private key. */
export function signCheckpoint(checkpoint: Checkpoint, privateKey: KeyObject): SignedCheckpoint {
  const text = canonicalJson({ ...checkpoint, v: version });
  const signature = sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64');
  return { text, key: rawPublicKey(privateKey), signature };
}

/** The checkpoint that was signed, or why it is none, as a clause. */
export function readCheckpoint(signed: SignedCheckpoint): Checkpoint | { readonly because: string } {
  const checkpoint = checkpointIn(signed.text);
  if (checkpoint === null) return { because: `its text is not the canonical JSON of a ${version}` };
  const key = publicKeyOf(signed.key);
  if (key === null) return { because: 'its key is no Ed25519 public key' };
  const signature = Buffer.from(signed.signature, 'base64');
  const fits = signature.toString('base64') === signed.signature;
  if (!fits || !verify(null, Buffer.from(signed.text, 'utf8'), key, signature)) {
    return { because: 'its signature does not fit its text and key' };
  }
  return checkpoint;
}

export function checkpointDigest({ text }: Pick<SignedCheckpoint, 'text'>): Digest {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

/** The first 64 bits of the digest of a key, in hexadecimal: what people compare by eye. */
export function keyId(key: string): string {
  return createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 16);
}

/** The public half of a private key, as raw bytes in base64. */
export function rawPublicKey(privateKey: KeyObject): string {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('this is no Ed25519 key');
  return Buffer.from(x, 'base64url').toString('base64');
}

function publicKeyOf(key: string): KeyObject | null {
  const raw = Buffer.from(key, 'base64');
  if (raw.length !== 32 || raw.toString('base64') !== key) return null;
  try {
    return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') } });
  } catch {
    return null;
  }
}

function checkpointIn(text: string): Checkpoint | null {
  const value = objectIn(text);
  if (value === null || value['v'] !== version || Object.keys(value).length !== 7) return null;
  const { workspace, number, seq, hash, at, previous } = value;
  if (typeof workspace !== 'string' || typeof number !== 'number' || typeof seq !== 'number') return null;
  if (typeof hash !== 'string' || typeof at !== 'string') return null;
  if (previous !== null && typeof previous !== 'string') return null;
  return { workspace, number, seq, hash, at, previous };
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || canonicalJson(value) !== text) return null;
    return { ...value };
  } catch {
    return null;
  }
}
