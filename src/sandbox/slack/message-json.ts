import { fileJson } from './files.ts';
import type { JsonObject } from './json.ts';
import { findMessage } from './messages.ts';
import type { StoredMessage } from './state.ts';
import type { Workspace } from './workspace.ts';

/** A message as the Web API and payloads show it. Metadata only when it was asked for. */
export function messageJson(workspace: Workspace, message: StoredMessage, withMetadata: boolean): JsonObject {
  const { team } = workspace.state;
  const { app } = workspace.options;
  const ofApp = message.botId === app.botId;
  return {
    type: 'message',
    ...(message.broadcast && { subtype: 'thread_broadcast' }),
    user: message.user,
    ts: message.ts,
    ...(message.botId !== null && { bot_id: message.botId }),
    ...(ofApp && { app_id: app.id }),
    text: message.text,
    team: team.id,
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.attachments.length > 0 && { attachments: message.attachments }),
    ...(message.files.length > 0 && { files: filesOf(workspace, message) }),
    ...(message.edited !== null && { edited: message.edited }),
    ...threadPart(workspace, message),
    ...(withMetadata && message.metadata !== null && { metadata: message.metadata }),
  };
}

function filesOf(workspace: Workspace, message: StoredMessage): JsonObject[] {
  return workspace.state.files.filter(({ id }) => message.files.includes(id)).map((file) => fileJson(workspace, file));
}

function threadPart(workspace: Workspace, message: StoredMessage): JsonObject {
  if (message.threadTs !== null) return { thread_ts: message.threadTs };
  const latest = message.replies.at(-1);
  if (latest === undefined) return {};
  const authors = message.replies.flatMap((ts) => findMessage(workspace, message.channel, ts)?.user ?? []);
  const users = [...new Set(authors)];
  return {
    thread_ts: message.ts,
    reply_count: message.replies.length,
    reply_users_count: users.length,
    latest_reply: latest,
    reply_users: users,
    is_locked: false,
    subscribed: false,
  };
}
