import { WebClient } from '@slack/web-api';
import { expect, it } from 'vitest';
import { UpstreamError } from '#errors.ts';
import { slackFailure } from '#slack/slack-failure.ts';

/** What comes of a call that Slack answers with an error code. */
async function failureFor(code: string): Promise<Error> {
  const client = new WebClient('xoxb-local', {
    retryConfig: { retries: 0 },
    fetch: async () => Response.json({ ok: false, error: code }),
  });
  return await client.auth.test().then(
    () => new Error('the call went through'),
    (error: unknown) => slackFailure(error),
  );
}

it.each([
  'invalid_auth',
  'token_revoked',
  'account_inactive',
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'is_archived',
])('%s is tried again until a person has mended it, and did nothing', async (code) => {
  const failure = await failureFor(code);
  expect(failure).toBeInstanceOf(UpstreamError);
  expect(failure).toMatchObject({ system: 'Slack', retryable: true, ambiguous: false, mendable: true });
});

it.each(['invalid_blocks', 'msg_too_long', 'cannot_dm_bot', 'user_disabled', 'restricted_action'])(
  '%s is refused for good',
  async (code) => {
    expect(await failureFor(code)).toMatchObject({ retryable: false, ambiguous: false, mendable: false });
  },
);

it('an error of Slack’s own is tried again after a look, and nobody has to mend it', async () => {
  expect(await failureFor('internal_error')).toMatchObject({ retryable: true, ambiguous: true, mendable: false });
});
