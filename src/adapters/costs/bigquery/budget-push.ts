import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** A push of a budget's topic: what it is known by, the same however often it comes, and what it carries, unread. */
interface BudgetPush {
  readonly id: string;
  /** As JSON; undefined where it is none. */
  readonly data: unknown;
  readonly attributes: Readonly<Record<string, string>>;
}

const wrapped = z.object({
  message: z.object({
    messageId: z.string().min(1).max(200),
    data: z.string().default(''),
    attributes: z.record(z.string(), z.string()).default({}),
  }),
});

/** The attributes of a budget's message, by the headers that they are written to where there is no wrapping. */
const attributeHeaders = {
  billingaccountid: 'billingAccountId',
  budgetid: 'budgetId',
  schemaversion: 'schemaVersion',
} as const;

/**
 * Reads a push of Pub/Sub, https://docs.cloud.google.com/pubsub/docs/push, with its wrapping, or without it where
 * attributes are written to headers. What cannot be read has an id as well, since Pub/Sub repeats for days whatever is
 * not taken.
 */
export function readBudgetPush(headers: IncomingHttpHeaders, rawBody: Uint8Array): BudgetPush {
  const json = parsed(rawBody);
  const push = wrapped.safeParse(json);
  if (push.success) {
    const { messageId, data, attributes } = push.data.message;
    return { id: messageId, data: parsed(Buffer.from(data, 'base64')), attributes };
  }
  const header = headers['x-goog-pubsub-message-id'];
  const named = typeof header === 'string' && header !== '' && header.length <= 200;
  const id = named ? header : `body ${createHash('sha256').update(rawBody).digest('hex')}`;
  return { id, data: json, attributes: attributesIn(headers) };
}

function attributesIn(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const found = Object.entries(attributeHeaders).flatMap(([header, name]) => {
    const value = headers[header];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
