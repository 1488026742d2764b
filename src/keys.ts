import { createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { Secret } from './secret.ts';

/** A key for one purpose in one workspace, from the program's secret (HKDF, RFC 5869). */
export function keyFor(
  secret: Secret,
  purpose: 'marks' | 'presses' | 'checkpoints' | 'hooks',
  workspaceId: string,
): Buffer {
  return Buffer.from(hkdfSync('sha256', secret.reveal(), 'countersign', `${purpose}:${workspaceId}`, 32));
}

/** What a PKCS #8 Ed25519 key has before its 32 bytes (RFC 8410). */
const before = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The Ed25519 key that signs a workspace's checkpoints, from the program's secret. */
export function checkpointKeyFor(secret: Secret, workspaceId: string): KeyObject {
  const key = Buffer.concat([before, keyFor(secret, 'checkpoints', workspaceId)]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}
