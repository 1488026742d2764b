import type { JsonObject } from './json.ts';

/** One payload on its way to the app, by HTTP request or by socket envelope. */
export interface Delivery {
  readonly kind: 'command' | 'interaction' | 'event';
  /** What the inspector calls it. */
  readonly title: string;
  readonly payload: JsonObject;
  readonly retry: { readonly number: number; readonly reason: string } | null;
}

/** What came back within the deadline. `body` is parsed when it is JSON, text otherwise. */
export interface Answer {
  readonly outcome: 'answered' | 'timeout' | 'unreachable';
  readonly status: number | null;
  readonly body: unknown;
  readonly ms: number | null;
  /** The app asked for no more retries of this event. */
  readonly noRetry: boolean;
}

/** What a command, a click or a submission must be answered with: 200, in time. */
export function acked(answer: Answer): boolean {
  return answer.outcome === 'answered' && answer.status === 200;
}

/** An event may be answered with any 2xx. */
export function eventTaken({ outcome, status }: Answer): boolean {
  return outcome === 'answered' && status !== null && status >= 200 && status < 300;
}

/** How long the app has to ack; Slack gives it 3 s, and a test may shorten them for an app that will never answer. */
export interface Deadline {
  ms: number;
}

/** Carries payloads to the app; never throws, and never answers later than the deadline. */
export interface Courier {
  deliver(delivery: Delivery): Promise<Answer>;
}

export const UNREACHABLE: Answer = { outcome: 'unreachable', status: null, body: '', ms: null, noRetry: false };
