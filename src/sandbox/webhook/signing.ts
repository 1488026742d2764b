import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const windowMs = 5 * 60_000;

/** The headers that sign a message of this content, as Standard Webhooks has them. */
export function signed(secret: string, content: string, nowMs: number, id: string = randomUUID()) {
  const timestamp = String(Math.floor(nowMs / 1000));
  const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${content}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}

/** What is wrong with a request's signature, or null. Without a body, method and path with query are signed. */
export function signatureProblem(
  secret: string,
  request: IncomingMessage,
  body: string,
  nowMs: number,
): 'unsigned' | 'wrong' | 'old' | null {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = request.headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') return 'unsigned';
  const content = body === '' ? `${request.method} ${request.url}` : body;
  const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${content}`).digest('base64');
  const [expected, given] = [Buffer.from(`v1,${mac}`), Buffer.from(signature)];
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return 'wrong';
  return Math.abs(nowMs - Number(timestamp) * 1000) > windowMs ? 'old' : null;
}
