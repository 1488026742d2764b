import { LogLevel, WebClient } from '@slack/web-api';

export interface ClientOptions {
  readonly botToken: string;
  /** Another Slack Web API, ending in `/api/`; null for Slack itself. */
  readonly apiUrl: string | null;
}

/** For what a person waits for: modals, ephemerals, reads. Fails fast and never queues behind a rate limit. */
export function interactiveClient(options: ClientOptions): WebClient {
  return client(options, 2_000);
}

/** For durable messages: one try a call; when and whether to try again is the effect's business. */
export function senderClient(options: ClientOptions): WebClient {
  return client(options, 10_000);
}

function client({ botToken, apiUrl }: ClientOptions, timeout: number): WebClient {
  return new WebClient(botToken, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // Its warnings go past our log, and every failure is thrown and told anyway.
    logLevel: LogLevel.ERROR,
    timeout,
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
  });
}
