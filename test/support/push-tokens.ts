import { generateKeyPairSync, sign } from 'node:crypto';

export const audience = 'https://countersign.example/hooks/vertex-pipelines';
export const account = 'pipelines-push@northwind-ml.iam.gserviceaccount.com';

function keyPair() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

const google = keyPair();
const stranger = keyPair();

/** What stands for Google's keys. */
export const certificates = { 'key-1': google.publicKey };

/** The header of a push as Pub/Sub signs it, or as `claims` and the rest have it otherwise. */
export function bearer(
  claims: Readonly<Record<string, unknown>> = {},
  { by = 'google', alg = 'RS256', kid = 'key-1' }: { by?: 'google' | 'stranger'; alg?: string; kid?: string } = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: 'https://accounts.google.com',
    aud: audience,
    sub: '1170',
    email: account,
    email_verified: true,
    iat: now,
    exp: now + 3600,
    ...claims,
  };
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
  const content = `${part({ alg, kid, typ: 'JWT' })}.${part(payload)}`;
  const key = (by === 'google' ? google : stranger).privateKey;
  return `Bearer ${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

/** Seconds since the epoch, so far from now. */
export function secondsFromNow(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}
