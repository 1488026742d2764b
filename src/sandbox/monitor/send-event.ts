import { signed } from '../webhook/signing.ts';
import type { MonitorEvent } from './late-arrivals-monitor.ts';

/** Where a monitor sends its events, and what it signs them with: the secret's UTF-8 bytes are the key. */
export interface HookAddress {
  readonly url: string;
  readonly secret: string;
}

/** Sends one event as https://www.standardwebhooks.com says; the HTTP status. Rejects where nobody listens. */
export async function sendEvent({ url, secret }: HookAddress, event: MonitorEvent, nowMs: number): Promise<number> {
  const body = JSON.stringify(event);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json', ...signed(secret, body, nowMs, event.id) },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}
