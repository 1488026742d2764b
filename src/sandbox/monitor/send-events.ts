import { signed } from '../webhook/signing.ts';
import type { MonitorEvent } from './late-arrivals-monitor.ts';

/** Where a monitor sends its events, and what it signs them with: the secret's UTF-8 bytes are the key. */
export interface HookAddress {
  readonly url: string;
  readonly secret: string;
}

/**
 * Sends events in one batch, signed as https://www.standardwebhooks.com says; the HTTP status. Rejects where nobody
 * listens.
 */
export async function sendEvents(
  { url, secret }: HookAddress,
  events: readonly MonitorEvent[],
  nowMs: number,
): Promise<number> {
  const body = JSON.stringify(events);
  const id = `${events[0]?.id ?? 'nothing'}+${events.length - 1}`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json', ...signed(secret, body, nowMs, id) },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}
