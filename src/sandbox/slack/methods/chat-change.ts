import { refuse } from '../api-refusal.ts';
import { channelForApp } from '../directory.ts';
import { codePoints } from '../json.ts';
import { messageJson } from '../message-json.ts';
import { changeMessage, findMessage, removeMessage } from '../messages.ts';
import type { StoredMessage } from '../state.ts';
import type { Workspace } from '../workspace.ts';
import type { Arguments } from './arguments.ts';
import { type Call, defineMethod } from './define-method.ts';
import { contentOf, METADATA_DROPPED, metadataOf } from './message-arguments.ts';

/** chat.update documents 4,000 characters; chat.postMessage cuts only above 40,000. */
const LONGEST_UPDATE = 4000;

function ownMessage({ workspace, args }: Call, error: string): StoredMessage {
  const channel = channelForApp(workspace, args.need('channel', 'channel_not_found'));
  const message = findMessage(workspace, channel.id, args.need('ts', 'message_not_found'));
  if (message === undefined) return refuse('message_not_found');
  if (channel.archived) return refuse('is_inactive');
  return message.botId === workspace.options.app.botId ? message : refuse(error);
}

/** `text` without `blocks` removes the blocks; neither keeps both; with blocks no “edited” mark shows. */
function changeContent(workspace: Workspace, message: StoredMessage, args: Arguments): void {
  if (!args.has('text') && !args.has('blocks') && !args.has('attachments')) {
    if (!args.has('metadata')) refuse('no_text');
    return;
  }
  const text = args.text('text');
  if (text !== null && codePoints(text) > LONGEST_UPDATE) refuse('msg_too_long');
  const content = contentOf(workspace, args);
  const editedBy = content.blocks.length > 0 ? null : message.user;
  changeMessage(workspace, message, { text: content.text, blocks: content.blocks, editedBy });
  if (args.has('attachments')) message.attachments = content.attachments;
}

export const chatUpdate = defineMethod({
  name: 'chat.update',
  token: 'bot',
  scopes: ['chat:write'],
  tier: 3,
  run: (call) => {
    const { workspace, args } = call;
    const message = ownMessage(call, 'cant_update_message');
    const metadata = metadataOf(args);
    changeContent(workspace, message, args);
    if (metadata.kind === 'cleared') changeMessage(workspace, message, { metadata: null });
    if (metadata.kind === 'set') changeMessage(workspace, message, { metadata: metadata.metadata });
    return {
      channel: message.channel,
      ts: message.ts,
      text: message.text,
      message: messageJson(workspace, message, true),
      ...(metadata.kind === 'dropped' && METADATA_DROPPED),
    };
  },
});

export const chatDelete = defineMethod({
  name: 'chat.delete',
  token: 'bot',
  scopes: ['chat:write'],
  tier: 3,
  run: (call) => {
    const message = ownMessage(call, 'cant_delete_message');
    removeMessage(call.workspace, message);
    return { channel: message.channel, ts: message.ts };
  },
});

export const chatGetPermalink = defineMethod({
  name: 'chat.getPermalink',
  token: 'bot',
  scopes: [],
  tier: 'unlimited',
  run: ({ workspace, args }) => {
    const channel = channelForApp(workspace, args.need('channel', 'channel_not_found'));
    const message = findMessage(workspace, channel.id, args.need('message_ts', 'message_not_found'));
    if (message === undefined) return refuse('message_not_found');
    const thread = message.threadTs === null ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    const permalink = `${workspace.origin}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
    return { channel: channel.id, permalink };
  },
});
