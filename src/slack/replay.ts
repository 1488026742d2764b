import { createHash } from 'node:crypto';
import { digestOf } from '#domain/digest.ts';
import { takeInteraction } from '#operations/take-interaction.ts';
import type { Bot } from './bot.ts';
import { answeredIn } from './database-trouble.ts';

/** How far ahead of our clock a signed request may be dated, in seconds; Bolt itself bounds only the past. */
const aheadSeconds = 60;

/** How long a person waits for the first row; nothing has been done by then, and nothing is done afterwards. */
const patienceMs = 5_000;

/** Whether a request is dated so far in the future that it could be kept and replayed. */
export function fromTheFuture(timestamp: unknown, nowMs: number): boolean {
  const seconds = Number(timestamp);
  return Number.isFinite(seconds) && seconds * 1000 - nowMs > aheadSeconds * 1000;
}

/**
 * Whether this interaction comes for the first time. Slack gives every interaction a trigger of its own, over HTTP and
 * over a socket, so a replayed request or a redelivered envelope shows itself by it. Throws `UpstreamError` while the
 * database does not answer.
 */
export async function firstTime(bot: Bot, body: { readonly trigger_id?: unknown }): Promise<boolean> {
  const { trigger_id: trigger } = body;
  if (typeof trigger !== 'string' || trigger === '') return true;
  const id = createHash('sha256').update(trigger).digest('hex');
  return await answeredIn(patienceMs, takeInteraction(bot.setting, { id, bodyHash: digestOf({ trigger }) }));
}
