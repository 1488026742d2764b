import { z } from 'zod';

const body = z.looseObject({ ok: z.boolean(), error: z.string().optional() });

/** Slack's answer to one Web API call, with what only its headers tell. */
export interface SlackAnswer {
  readonly ok: boolean;
  /** Slack's error code, or `no_answer`, `not_json` and `ratelimited`; null if ok. */
  readonly error: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  /** Scopes of the token, or null if Slack did not say. */
  readonly scopes: readonly string[] | null;
  /** Slack's Date header in milliseconds, whole seconds; null if absent. */
  readonly serverMs: number | null;
  /** Half-way between sending and receiving, by our clock. */
  readonly ourMs: number;
}

export type SlackCall = (method: string, parameters?: Readonly<Record<string, string>>) => Promise<SlackAnswer>;

/** Calls Slack with one token; never throws, never tries again. */
export function slackCaller(options: { token: string; apiUrl: string | null; timeoutMs: number }): SlackCall {
  const { token, apiUrl, timeoutMs } = options;
  return async (method, parameters = {}) => {
    const sentMs = Date.now();
    const none = { ok: false, body: {}, scopes: null, serverMs: null };
    try {
      const response = await fetch(`${apiUrl ?? 'https://slack.com/api/'}${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(parameters),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const ourMs = (sentMs + Date.now()) / 2;
      const date = Date.parse(response.headers.get('date') ?? '');
      const read = body.safeParse(await response.json().catch(() => null));
      if (!read.success) return { ...none, error: 'not_json', ourMs };
      return {
        ok: read.data.ok,
        error: read.data.ok ? null : (read.data.error ?? 'unknown_error'),
        body: read.data,
        scopes: response.headers.get('x-oauth-scopes')?.split(/,\s*/) ?? null,
        serverMs: Number.isNaN(date) ? null : date,
        ourMs,
      };
    } catch {
      return { ...none, error: 'no_answer', ourMs: (sentMs + Date.now()) / 2 };
    }
  };
}
