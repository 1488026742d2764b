import { hkdfSync } from 'node:crypto';
import type { Secret } from './config.ts';

/** A key for one purpose in one workspace, from the program's secret (HKDF, RFC 5869). */
export function keyFor(secret: Secret, purpose: 'marks' | 'presses' | 'hooks', workspaceId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret.reveal(), 'countersign', `${purpose}:${workspaceId}`, 32));
}
