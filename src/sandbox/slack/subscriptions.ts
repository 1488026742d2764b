import type { JsonObject } from './json.ts';
import type { Channel } from './places.ts';
import type { Workspace } from './workspace.ts';

/** Events that reach an app only with one of these scopes; all others need none. */
const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  channel_archive: ['channels:read'],
  channel_created: ['channels:read'],
  channel_rename: ['channels:read'],
  channel_unarchive: ['channels:read'],
  file_deleted: ['files:read'],
  file_shared: ['files:read'],
  link_shared: ['links:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  pin_added: ['pins:read'],
  pin_removed: ['pins:read'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  subteam_updated: ['usergroups:read'],
  team_join: ['users:read'],
  user_change: ['users:read'],
};

const MESSAGE_EVENT: Readonly<Record<string, string>> = {
  channel: 'message.channels',
  group: 'message.groups',
  im: 'message.im',
};

/** What a `message` event calls the kind of its channel. */
export function channelType(kind: Channel['kind']): 'channel' | 'group' | 'im' {
  if (kind === 'direct') return 'im';
  return kind === 'private' ? 'group' : 'channel';
}

/** Whether the app subscribed to such an event and its token has the scope for it. */
export function isSubscribed(workspace: Workspace, event: JsonObject): boolean {
  const type = String(event['type']);
  const name = type === 'message' ? (MESSAGE_EVENT[String(event['channel_type'])] ?? type) : type;
  const scopes = EVENT_SCOPES[name];
  const bot = [...workspace.tokens.values()].findLast((token) => token.kind === 'bot');
  const allowed = scopes === undefined || scopes.some((scope) => bot?.scopes.includes(scope) === true);
  return workspace.options.app.events.includes(name) && allowed;
}
