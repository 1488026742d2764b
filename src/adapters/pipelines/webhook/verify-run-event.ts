import { z } from 'zod';
import { type Instant, instantAt } from '#domain/instant.ts';
import type { PipelineRun } from '#domain/pipeline.ts';
import { toRun } from './mapping.ts';
import { runBody } from './schema.ts';
import { isSigned } from './signature.ts';

export interface IncomingRunEvent {
  readonly secret: string;
  /** As node:http gives them; names in any case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came: a body that was parsed and written again has another signature. */
  readonly rawBody: Uint8Array;
  readonly nowMs: number;
}

export type RunEventVerdict =
  | {
      readonly verified: true;
      /** Source and id of the event, the same on every retry: what was taken once under it is not taken again. */
      readonly deliveryId: string;
      readonly sentMs: number;
      /** When it happened, if the event says so. */
      readonly at: Instant | null;
      /** The run as the event says it is; events may overtake each other, so compare `updatedAt`. */
      readonly run: PipelineRun;
    }
  | {
      readonly verified: false;
      readonly because: 'headers-missing' | 'bad-signature' | 'too-old' | 'from-the-future' | 'bad-body';
      readonly sentence: string;
    };

const oldestMs = 5 * 60_000;
const furthestAheadMs = 60_000;

const event = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(200),
  source: z.string().min(1).max(500),
  type: z.literal('io.countersign.run.changed.v1'),
  time: z.string().optional(),
  data: runBody,
});

/**
 * Checks and reads what a receiver tells of a run: a CloudEvent 1.0 in structured JSON, signed with HMAC-SHA256 over
 * `id.timestamp.body`, not older than 5 minutes nor more than 60 s ahead. The signed id has to be the event's own.
 */
export function verifyRunEvent({ secret, headers, rawBody, nowMs }: IncomingRunEvent): RunEventVerdict {
  const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((name) => header(headers, `webhook-${name}`));
  if (!id || !signature || !timestamp || !/^\d{1,11}$/.test(timestamp)) {
    return refuse('headers-missing', 'The event is not signed. Send webhook-id, webhook-timestamp, webhook-signature.');
  }
  if (!isSigned(secret, { id, timestamp, content: rawBody }, signature)) {
    return refuse('bad-signature', 'The signature does not match. Check that both sides hold one secret.');
  }
  const sentMs = Number(timestamp) * 1000;
  if (nowMs - sentMs > oldestMs) return refuse('too-old', 'The event is older than 5 minutes. Check both clocks.');
  if (sentMs - nowMs > furthestAheadMs) {
    return refuse('from-the-future', 'The event is dated more than 60 s ahead. Check both clocks.');
  }
  const read = event.safeParse(parsed(rawBody));
  if (!read.success) return refuse('bad-body', 'The event is signed, but it is no io.countersign.run.changed.v1.');
  if (read.data.id !== id) return refuse('bad-body', 'The event has another id than the one that is signed.');
  return {
    verified: true,
    deliveryId: `${read.data.source} ${id}`,
    sentMs,
    at: timeOf(read.data),
    run: toRun(read.data.data),
  };
}

/** The run in an event that was verified before; its time stands for the run's own where that has none. Null if unreadable. */
export function runInEvent(rawBody: Uint8Array): PipelineRun | null {
  const read = event.safeParse(parsed(rawBody));
  if (!read.success) return null;
  const run = toRun(read.data.data);
  return { ...run, updatedAt: run.updatedAt ?? timeOf(read.data) };
}

function timeOf({ time = '' }: z.infer<typeof event>): Instant | null {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? null : instantAt(ms);
}

function refuse(because: Extract<RunEventVerdict, { verified: false }>['because'], sentence: string): RunEventVerdict {
  return { verified: false, because, sentence };
}

/** The value of a header that came exactly once. */
function header(headers: IncomingRunEvent['headers'], name: string): string | null {
  const values = Object.entries(headers).flatMap(([key, value]) => (key.toLowerCase() === name ? (value ?? []) : []));
  return values.length === 1 ? (values[0] ?? null) : null;
}

function parsed(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    return undefined;
  }
}
