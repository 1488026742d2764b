import { z } from 'zod';

/** `url` is where runs are started; a run is read at `{url}/runs/{id}`. */
export interface WebhookOptions {
  readonly id: string;
  readonly url: string;
  /** Signs what we send and what is sent to us, at least 24 characters. */
  readonly secret: string;
  /** Sent beside the signature, where something before the receiver asks for it. */
  readonly token: string | null;
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch;
  /** Milliseconds since the epoch, for the time that is signed. */
  readonly clock?: () => number;
}

export const webhookOptions = z.strictObject({
  id: z.string().min(1),
  url: z.string(),
  secret: z.string().min(24),
  token: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .nullable(),
  timeoutMs: z.int().min(1).max(600_000),
});
