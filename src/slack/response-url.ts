import type { FetchFunction } from '@slack/web-api';
import { UpstreamError } from '#errors.ts';

/** How long Slack may take to take an answer, in milliseconds. */
const timeoutMs = 5_000;

/**
 * Whether an interaction's `response_url` leads to Slack, or, where another Web API is set, to that: on this machine, to
 * any of its ports. A body without one leads nowhere, which is fine.
 */
export function leadsToSlack(body: object, apiUrl: string | null): boolean {
  if (!('response_url' in body)) return true;
  const url = URL.parse(String(body.response_url));
  const api = apiUrl === null ? null : URL.parse(apiUrl);
  if (url === null) return false;
  if (url.origin === 'https://hooks.slack.com' || url.origin === api?.origin) return true;
  return api?.hostname === '127.0.0.1' && url.hostname === '127.0.0.1' && url.protocol === 'http:';
}

/** `fetch` for response URLs: follows no redirect, and throws an `UpstreamError` if nothing answers within 5 s. */
export const fetchResponseUrl: FetchFunction = async (url, init) => {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    throw new UpstreamError('Slack', 'Slack did not answer.', { retryable: true, ambiguous: true }, { cause });
  }
};
