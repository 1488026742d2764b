import { z } from 'zod';
import { type Instant, instantAt } from '#domain/instant.ts';
import type { PipelineRun } from '#domain/pipeline.ts';
import { type IncomingDelivery, type NotBelieved, verifyDelivery } from '../../signed-delivery.ts';
import { toRun } from './mapping.ts';
import { runBody } from './schema.ts';

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
  | NotBelieved
  | { readonly verified: false; readonly because: 'bad-body'; readonly sentence: string };

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
export function verifyRunEvent(delivery: IncomingDelivery): RunEventVerdict {
  const verdict = verifyDelivery(delivery);
  if (!verdict.verified) return verdict;
  const { id, sentMs } = verdict;
  const read = event.safeParse(parsed(delivery.rawBody));
  if (!read.success) return refuse('The event is signed, but it is no io.countersign.run.changed.v1.');
  if (read.data.id !== id) return refuse('The event has another id than the one that is signed.');
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

function refuse(sentence: string): RunEventVerdict {
  return { verified: false, because: 'bad-body', sentence };
}

function parsed(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    return undefined;
  }
}
