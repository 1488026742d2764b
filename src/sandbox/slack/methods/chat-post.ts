import { refuse } from '../api-refusal.ts';
import { appIsIn, channelForApp, directMessages } from '../directory.ts';
import { messageJson } from '../message-json.ts';
import { addMessage, findMessage } from '../messages.ts';
import type { Channel } from '../places.ts';
import type { Token } from '../tokens.ts';
import type { Workspace } from '../workspace.ts';
import type { Arguments } from './arguments.ts';
import { type Call, defineMethod } from './define-method.ts';
import { contentOf, METADATA_DROPPED, metadataOf } from './message-arguments.ts';

/** Where a message goes: a channel by id or name, or a person's id, which opens the direct messages with them. */
function destination({ workspace, args }: Call): Channel {
  const given = args.need('channel', 'channel_not_found');
  const person = workspace.state.people.find((one) => one.id === given);
  if (person !== undefined) {
    if (person.kind === 'bot') return refuse('cannot_dm_bot');
    if (person.kind === 'deactivated') return refuse('user_disabled');
    return directMessages(workspace, person.id);
  }
  const name = given.replace(/^#/, '');
  const byName = workspace.state.channels.find((one) => one.kind !== 'direct' && one.name === name);
  return channelForApp(workspace, byName?.id ?? given);
}

/** Refuses with Slack's error, or with `denied`, unless the caller may post there. */
export function mayPost(workspace: Workspace, channel: Channel, caller: Token, denied?: string): void {
  const uninvited = channel.kind === 'public' && caller.scopes.includes('chat:write.public');
  if (!appIsIn(workspace, channel) && !uninvited) refuse(denied ?? 'not_in_channel');
  if (channel.archived) refuse(denied ?? 'is_archived');
  if (channel.restricted) refuse(denied ?? 'restricted_action');
}

/** The parent a `thread_ts` names. Slack wants the parent's timestamp; a reply's leads to the same thread. */
export function threadOf(workspace: Workspace, channel: Channel, args: Arguments): string | null {
  const threadTs = args.text('thread_ts');
  if (threadTs === null) return null;
  const parent = findMessage(workspace, channel.id, threadTs);
  if (parent === undefined || parent.threadTs !== null) return refuse('thread_not_found');
  return parent.ts;
}

export const chatPostMessage = defineMethod({
  name: 'chat.postMessage',
  token: 'bot',
  scopes: ['chat:write'],
  tier: 'post',
  run: (call) => {
    const { workspace, args, caller } = call;
    const channel = destination(call);
    mayPost(workspace, channel, caller);
    const metadata = metadataOf(args);
    const { app } = workspace.options;
    const threadTs = threadOf(workspace, channel, args);
    const message = addMessage(workspace, channel, {
      user: app.botUserId,
      botId: app.botId,
      ...contentOf(workspace, args),
      threadTs,
      broadcast: threadTs !== null && args.flag('reply_broadcast'),
      metadata: metadata.kind === 'set' ? metadata.metadata : null,
    });
    return {
      channel: channel.id,
      ts: message.ts,
      message: messageJson(workspace, message, true),
      ...(metadata.kind === 'dropped' && METADATA_DROPPED),
    };
  },
});

export const chatPostEphemeral = defineMethod({
  name: 'chat.postEphemeral',
  token: 'bot',
  scopes: ['chat:write'],
  tier: 4,
  run: ({ workspace, args }) => {
    const channel = channelForApp(workspace, args.need('channel', 'channel_not_found'));
    if (!appIsIn(workspace, channel)) refuse('not_in_channel');
    if (channel.archived) refuse('is_archived');
    const viewer = args.need('user', 'user_not_in_channel');
    if (!channel.members.includes(viewer)) refuse('user_not_in_channel');
    const { app } = workspace.options;
    const message = addMessage(workspace, channel, {
      user: app.botUserId,
      botId: app.botId,
      ...contentOf(workspace, args),
      threadTs: threadOf(workspace, channel, args),
      viewer,
    });
    return { message_ts: message.ts };
  },
});
