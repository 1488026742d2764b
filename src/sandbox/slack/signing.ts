import { createHmac } from 'node:crypto';

/**
 * The two headers that prove a request comes from Slack, for exactly these body bytes and seconds since the epoch.
 * Source: docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function signatureHeaders(signingSecret: string, body: string, timestampSec: number): Record<string, string> {
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestampSec}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(timestampSec), 'x-slack-signature': `v0=${digest}` };
}
