import type { JsonObject } from './json.ts';

/** An HTTP answer to the app. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject | string;
}

export const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

export function tooManyRequests(seconds: number): Reply {
  return {
    status: 429,
    headers: { ...JSON_TYPE, 'retry-after': String(seconds) },
    body: { ok: false, error: 'ratelimited' },
  };
}

export const SERVER_ERROR: Reply = {
  status: 500,
  headers: { 'content-type': 'text/html' },
  body: '<!DOCTYPE html><title>Slack</title><p>Something went wrong on our end.</p>',
};
