import type { WebClient } from '@slack/web-api';
import { Refusal } from '#errors.ts';
import type { Message } from '#views/frames.ts';
import { platformCode, slackFailure } from './slack-failure.ts';
import { uploadFile } from './upload-file.ts';

export interface PrivateFile {
  /** Whose direct messages it goes to. */
  readonly slackUser: string;
  readonly filename: string;
  readonly bytes: Buffer;
  readonly note: Message;
}

/** With these the workspace or the app's scopes forbid files; trying again would not help. */
const forbidden = new Set([
  'missing_scope',
  'not_allowed_token_type',
  'file_uploads_disabled',
  'file_uploads_except_images',
  'posting_to_channel_denied',
  'user_disabled',
  'cannot_dm_bot',
]);

/**
 * Puts a file into a person's direct messages with the app, where nobody else sees it. Throws a Refusal where that is
 * not allowed, and `UpstreamError` where Slack does not answer.
 */
export async function sendPrivateFile(
  client: WebClient,
  { slackUser, filename, bytes, note }: PrivateFile,
): Promise<void> {
  try {
    const { channel } = await client.conversations.open({ users: slackUser });
    const id = await uploadFile(client, { filename, bytes });
    await client.files.completeUploadExternal({
      files: [{ id, title: filename }],
      channel_id: channel?.id ?? '',
      blocks: note.blocks,
    });
  } catch (error) {
    if (!forbidden.has(platformCode(error) ?? '')) throw slackFailure(error);
    const sentence =
      'Slack does not let Countersign send you files. Whoever manages the app can allow it: scopes `files:write` and `im:write`, and uploads in the workspace.';
    throw new Refusal('files_not_allowed', sentence, { cause: error });
  }
}
