import { RespondError } from '@slack/bolt';
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { UpstreamError } from '#errors.ts';

/** Errors of Slack that pass by themselves, without the call having done anything. */
const passing = new Set(['ratelimited', 'rate_limited', 'accesslimited', 'team_added_to_org', 'org_login_required']);
/** Errors of Slack after which the call may have done its work all the same. */
const unclear = new Set(['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout']);
/** Errors of Slack that last until a person mends what they name. */
const mendable = new Set([
  'invalid_auth',
  'token_revoked',
  'account_inactive',
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'is_archived',
]);
/** Node's codes for a request that never reached the other side. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

/** Says of a failed Web API call whether it may have worked and whether to try again. Other errors pass through. */
export function slackFailure(error: unknown): Error {
  if (error instanceof WebAPIRateLimitedError) {
    return failure('Slack asks to slow down.', { retryable: true, retryAfterMs: error.retryAfter * 1000 }, error);
  }
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    const retryable = passing.has(code) || unclear.has(code) || mendable.has(code);
    const details = { retryable, ambiguous: unclear.has(code), mendable: mendable.has(code) };
    return failure(sentenceFor(code), details, error);
  }
  if (error instanceof WebAPIHTTPError) {
    const { statusCode } = error;
    const details = { status: statusCode, retryable: statusCode >= 500, ambiguous: statusCode >= 500 };
    return failure(`Slack answered with HTTP ${statusCode}.`, details, error);
  }
  if (error instanceof WebAPIRequestError) {
    const sent = !unsent.has(codeOf(error.original));
    return failure('Slack did not answer.', { retryable: true, ambiguous: sent }, error);
  }
  if (error instanceof RespondError) {
    const { statusCode: status } = error;
    return failure(`Slack answered a response URL with HTTP ${status}.`, { status, retryable: false }, error);
  }
  return error instanceof Error ? error : new Error('a call to Slack failed', { cause: error });
}

/** The platform error's code, or null for another kind of failure. */
export function platformCode(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null;
}

function failure(
  sentence: string,
  details: ConstructorParameters<typeof UpstreamError>[2],
  cause: unknown,
): UpstreamError {
  return new UpstreamError('Slack', sentence, details, { cause });
}

function sentenceFor(code: string): string {
  switch (code) {
    case 'not_in_channel':
      return 'Countersign is not in that channel: invite it with /invite @Countersign.';
    case 'channel_not_found':
      return 'Slack knows no such channel, or Countersign may not see it: create it or invite Countersign there.';
    case 'is_archived':
      return 'The channel is archived: choose another one in the playbook.';
    case 'missing_scope':
      return 'The Slack app lacks a permission: install it again with the current manifest.';
    case 'invalid_auth':
    case 'token_revoked':
    case 'account_inactive':
      return 'Slack no longer accepts the bot token: install the app again and set SLACK_BOT_TOKEN.';
    default:
      return `Slack answered ${code}.`;
  }
}

/** Walks `cause` and the members of aggregate errors for the first system code. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}
