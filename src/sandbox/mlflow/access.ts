import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Features } from './features.ts';
import type { PretendAuth, PretendUser } from './permissions.ts';

/** A refusal outside the API: a plain sentence, not JSON. */
export interface PlainAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const html = 'text/html; charset=utf-8';

export const plain = {
  foreignHost: answer(403, 'text/plain', 'Invalid Host header - possible DNS rebinding attack detected'),
  foreignOrigin: answer(403, 'text/plain', 'Cross-origin request blocked'),
  denied: answer(403, html, 'Permission denied'),
  unauthenticated: {
    ...answer(401, html, 'You are not authenticated.'),
    headers: { 'www-authenticate': 'Basic realm="mlflow"' },
  },
  notFound: answer(404, html, page(404, 'Not Found')),
  notAllowed: (allow: string) => ({ ...answer(405, html, page(405, 'Method Not Allowed')), headers: { allow } }),
};

function answer(status: number, contentType: string, text: string): PlainAnswer {
  return { status, contentType, text };
}

function page(status: number, title: string): string {
  return `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n`;
}

/** What MLflow from 3.5 on refuses before it looks at anything else: foreign hosts, and writes from foreign pages. */
export function guard(
  request: IncomingMessage,
  path: string,
  features: Features,
  allowedHosts: readonly string[],
): PlainAnswer | null {
  if (!features.guardsHost) return null;
  const host = request.headers.host ?? '';
  const open = path === '/health' || path === '/version';
  if (!open && !allowedHosts.includes(host) && !isNear(host)) return plain.foreignHost;
  const { origin } = request.headers;
  if (origin === undefined || ['GET', 'HEAD', 'OPTIONS'].includes(request.method ?? '')) return null;
  return URL.canParse(origin) && isNear(new URL(origin).host) ? null : plain.foreignOrigin;
}

function isNear(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  if (name === 'localhost' || name === '::1') return true;
  return isIP(name) === 4 && /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(name);
}

/** The user whose basic credentials a request carries, or null. */
export function userOf(request: IncomingMessage, auth: PretendAuth): PretendUser | null {
  const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return null;
  const [name, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return auth.users.find((user) => user.name === name && user.password === password.join(':')) ?? null;
}
