import type { DriftDelivery } from '#domain/drift.ts';
import type { Instant } from '#domain/instant.ts';
import { Fault, member, members } from './fault.ts';
import { jsonBody } from './json-body.ts';

/** What was sent, out of the wrapping of Pub/Sub if it came in one. */
export interface SentBody {
  readonly json: unknown;
  readonly headers: Readonly<Record<string, string>>;
  /** The same on every repetition of the delivery; null where its sender gave none. */
  readonly deliveryId: string | null;
  readonly receivedAt: Instant;
}

/**
 * Reads a delivery. A push of Pub/Sub carries the report in base64, and what would be headers as attributes
 * (https://cloud.google.com/pubsub/docs/push). Throws a Fault for what is no JSON.
 */
export function sentBody({ headers, rawBody, receivedAt }: DriftDelivery): SentBody {
  const json = jsonBody(rawBody);
  const message = member(json, 'message');
  const [messageId, data] = [member(message, 'messageId'), member(message, 'data')];
  if (typeof messageId !== 'string' && typeof data !== 'string') {
    const deliveryId = headers['webhook-id'] ?? headers['x-goog-pubsub-message-id'] ?? null;
    return { json, headers, deliveryId, receivedAt };
  }
  if (typeof data !== 'string') throw new Fault('The push of Pub/Sub carries no data.', '/message/data');
  const attributes = (members(member(message, 'attributes')) ?? []).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
  );
  return {
    json: jsonBody(Buffer.from(data, 'base64')),
    // What the address says is set by whoever made the subscription, and goes first.
    headers: { ...Object.fromEntries(attributes), ...headers },
    deliveryId: typeof messageId === 'string' ? messageId : null,
    receivedAt,
  };
}
