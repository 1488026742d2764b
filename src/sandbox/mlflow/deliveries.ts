import { createHmac } from 'node:crypto';
import type { Delivered, WebhookPayload } from './endpoint.ts';
import { pythonJson } from './python-json.ts';
import type { State, WebhookRow } from './state.ts';

/** Runs `run` after `ms` and gives a way to call that off; tests put their own clock here. */
export type Timer = (run: () => void, ms: number) => () => void;

export interface Delivery {
  readonly webhookId: string;
  /** The same for every attempt. */
  readonly deliveryId: string;
  readonly event: string;
  /** What the receiver answered to each attempt; null if it could not be reached. */
  readonly attempts: (number | null)[];
}

export interface Deliveries {
  readonly log: readonly Delivery[];
  announce(state: State, payload: WebhookPayload): void;
  tryWebhook(state: State, id: string, payload: WebhookPayload): Promise<Delivered>;
  /** Resolves when nothing is on its way and no retry is due. */
  idle(): Promise<void>;
  close(): void;
}

/** After the first attempt, counted from it; only for 429, 5xx and receivers out of reach. */
const retriesAtMs = [0, 3000, 7600];
const timeoutMs = 30_000;

export function deliveries(options: { now: () => number; newId: () => string; timer: Timer }): Deliveries {
  const log: Delivery[] = [];
  const running = new Set<Promise<unknown>>();
  const stop = new AbortController();
  const wait = (ms: number) =>
    new Promise<void>((done) => {
      const cancel = options.timer(done, ms);
      stop.signal.addEventListener('abort', () => {
        cancel();
        done();
      });
    });

  async function deliver(webhook: WebhookRow, payload: WebhookPayload): Promise<Delivered> {
    const nowMs = options.now();
    const deliveryId = options.newId().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const delivery = { webhookId: webhook.id, deliveryId, event: `${payload.entity}.${payload.action}`, attempts: [] };
    log.push(delivery);
    const timestamp = new Date(nowMs).toISOString().replace('Z', '000+00:00');
    const { entity, action, data } = payload;
    const body = pythonJson({ entity, action, timestamp, data });
    const headers = signed(webhook.secret, deliveryId, Math.floor(nowMs / 1000), body);
    let last = await attempt(webhook.url, headers, body, delivery);
    let waitedMs = 0;
    for (const at of retriesAtMs) {
      if (stop.signal.aborted || (last.status !== null && last.status !== 429 && last.status < 500)) break;
      await wait(at - waitedMs);
      waitedMs = at;
      if (!stop.signal.aborted) last = await attempt(webhook.url, headers, body, delivery);
    }
    return last;
  }

  async function attempt(
    url: string,
    headers: Record<string, string>,
    body: string,
    delivery: { attempts: (number | null)[] },
  ): Promise<Delivered> {
    const delivered = await post(url, headers, body, stop.signal);
    delivery.attempts.push(delivered.status);
    return delivered;
  }

  function track<T>(work: Promise<T>): Promise<T> {
    running.add(work);
    const done = () => running.delete(work);
    work.then(done, done);
    return work;
  }

  return {
    log,
    announce(state, payload) {
      const event = `${payload.entity}.${payload.action}`.toUpperCase();
      for (const webhook of state.webhooks.values()) {
        if (webhook.status === 'ACTIVE' && webhook.events.includes(event)) void track(deliver({ ...webhook }, payload));
      }
    },
    tryWebhook(state, id, payload) {
      const webhook = state.webhooks.get(id);
      if (webhook === undefined) return Promise.resolve({ status: null, body: `Webhook with ID ${id} not found.` });
      return track(deliver({ ...webhook }, payload));
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
    close: () => stop.abort(),
  };
}

/** A webhook without a secret is delivered without a signature. */
function signed(secret: string, deliveryId: string, seconds: number, body: string): Record<string, string> {
  const headers = {
    'content-type': 'application/json',
    'x-mlflow-delivery-id': deliveryId,
    'x-mlflow-timestamp': String(seconds),
  };
  if (secret === '') return headers;
  const mac = createHmac('sha256', secret).update(`${deliveryId}.${seconds}.${body}`).digest('base64');
  return { ...headers, 'x-mlflow-signature': `v1,${mac}` };
}

/** A pretend server talks to this machine only: any other receiver counts as out of reach. */
async function post(url: string, headers: Record<string, string>, body: string, stop: AbortSignal): Promise<Delivered> {
  if (!/^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname))
    return { status: null, body: 'not this machine' };
  try {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: null, body: 'Connection error' };
  }
}
