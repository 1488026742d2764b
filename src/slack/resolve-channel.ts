import type { WebClient } from '@slack/web-api';

/**
 * The id of a channel that is known by name or of a user's direct messages, as reading history needs it; null where no
 * channel of that name can be seen. Throws Slack's own error, `missing_scope` among them.
 */
export async function resolveChannel(client: WebClient, channel: string): Promise<string | null> {
  if (/^[UW][A-Z0-9]+$/.test(channel)) {
    const opened = await client.conversations.open({ users: channel });
    return opened.channel?.id ?? null;
  }
  if (/^[CGD][A-Z0-9]+$/.test(channel)) return channel;
  const name = channel.replace(/^#/, '');
  let cursor: string | undefined;
  do {
    const page = await client.conversations.list({
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const found = page.channels?.find((one) => one.name === name);
    if (found?.id !== undefined) return found.id;
    cursor = page.response_metadata?.next_cursor;
  } while (cursor !== undefined && cursor !== '');
  return null;
}
