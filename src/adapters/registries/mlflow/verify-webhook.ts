import { createHmac, timingSafeEqual } from 'node:crypto';
import { type WebhookEvent, type WebhookMessage, webhookMessage } from './webhook-event.ts';

export interface IncomingWebhook {
  readonly secret: string;
  /** As node:http gives them; names in any case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came: a body that was parsed and written again has another signature. */
  readonly rawBody: Uint8Array;
  readonly nowMs: number;
}

export type WebhookVerdict =
  | {
      readonly verified: true;
      /** The same on every retry of one delivery. */
      readonly deliveryId: string;
      readonly sentMs: number;
      readonly at: WebhookMessage['at'];
      readonly event: WebhookEvent;
    }
  | {
      readonly verified: false;
      readonly because: 'no-secret' | 'headers-missing' | 'bad-signature' | 'too-old' | 'from-the-future' | 'bad-body';
      readonly sentence: string;
    };

const oldestMs = 5 * 60_000;
const furthestAheadMs = 60_000;

/**
 * Checks a delivery of MLflow 3: HMAC-SHA256 over `{delivery id}.{timestamp}.{raw body}`, not older than 5 min (its
 * retries repeat the first timestamp) nor more than 60 s ahead.
 */
export function verifyWebhook({ secret, headers, rawBody, nowMs }: IncomingWebhook): WebhookVerdict {
  if (secret === '') return refuse('no-secret', 'No webhook secret is set, so no delivery can be trusted. Set one.');
  const deliveryId = header(headers, 'x-mlflow-delivery-id');
  const timestamp = header(headers, 'x-mlflow-timestamp');
  const signature = header(headers, 'x-mlflow-signature');
  if (deliveryId === null || signature === null || timestamp === null || !/^\d{1,11}$/.test(timestamp)) {
    return refuse('headers-missing', 'The delivery is not signed. Create the webhook in MLflow with a secret.');
  }
  const mac = createHmac('sha256', secret).update(`${deliveryId}.${timestamp}.`).update(rawBody).digest('base64');
  if (!same(`v1,${mac}`, signature)) {
    return refuse('bad-signature', 'The signature does not match. Check that MLflow and Countersign hold one secret.');
  }
  const sentMs = Number(timestamp) * 1000;
  if (nowMs - sentMs > oldestMs) return refuse('too-old', 'The delivery is older than 5 minutes. Check both clocks.');
  if (sentMs - nowMs > furthestAheadMs) {
    return refuse('from-the-future', 'The delivery is dated more than 60 s ahead. Check both clocks.');
  }
  const message = webhookMessage(new TextDecoder().decode(rawBody));
  if (message === null) return refuse('bad-body', 'The delivery is signed but is no event that MLflow documents.');
  return { verified: true, deliveryId, sentMs, at: message.at, event: message.event };
}

function refuse(because: Extract<WebhookVerdict, { verified: false }>['because'], sentence: string): WebhookVerdict {
  return { verified: false, because, sentence };
}

/** The value of a header that came exactly once, and not empty. */
function header(headers: IncomingWebhook['headers'], name: string): string | null {
  const values = Object.entries(headers).flatMap(([key, value]) => (key.toLowerCase() === name ? (value ?? []) : []));
  const [value] = values;
  return values.length === 1 && value !== undefined && value !== '' ? value : null;
}

function same(expected: string, given: string): boolean {
  const a = Buffer.from(expected, 'utf8');
  const b = Buffer.from(given, 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}
