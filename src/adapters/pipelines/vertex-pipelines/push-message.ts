import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** What a push is known by, the same however often it comes, and whether it is of the log of pipelines. */
interface Push {
  readonly id: string;
  readonly aboutRuns: boolean;
}

const wrapped = z.object({
  message: z.object({ messageId: z.string().min(1).max(200), data: z.string().default('') }),
});

const logEntry = z.object({
  logName: z.string().max(500),
  insertId: z.string().min(1).max(200).optional(),
  timestamp: z.string().max(100).default(''),
});

/**
 * Reads a push of Pub/Sub, https://cloud.google.com/pubsub/docs/push, with or without its wrapping. Pub/Sub repeats for
 * days whatever is not taken, so that also what cannot be read has an id: it is taken, and means nothing.
 */
export function readPush(headers: IncomingHttpHeaders, rawBody: Uint8Array): Push {
  const json = parsed(rawBody);
  const push = wrapped.safeParse(json);
  if (push.success) {
    const { messageId, data } = push.data.message;
    return { id: messageId, aboutRuns: isOfPipelines(logEntry.safeParse(parsed(Buffer.from(data, 'base64'))).data) };
  }
  const entry = logEntry.safeParse(json).data;
  const header = headers['x-goog-pubsub-message-id'];
  const id =
    typeof header === 'string' && header !== '' && header.length <= 200
      ? header
      : entry?.insertId === undefined
        ? `body ${createHash('sha256').update(rawBody).digest('hex')}`
        : `entry ${entry.insertId} ${entry.timestamp}`;
  return { id, aboutRuns: isOfPipelines(entry) };
}

/** `projects/p/logs/aiplatform.googleapis.com%2Fpipeline_job_events`. What else it says is not relied on. */
function isOfPipelines(entry: z.infer<typeof logEntry> | undefined): boolean {
  return /(?:%2F|\/)pipeline_job_events$/i.test(entry?.logName ?? '');
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
