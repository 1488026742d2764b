import { refuse } from '../api-refusal.ts';
import { appIsIn, channelForApp, directMessages } from '../directory.ts';
import type { JsonObject } from '../json.ts';
import type { Channel } from '../places.ts';
import { needScope } from '../tokens.ts';
import type { Workspace } from '../workspace.ts';
import { conversation, conversationScopes, scopeFor } from './conversation-scopes.ts';
import { defineMethod } from './define-method.ts';
import { pageOf } from './paging.ts';

function channelJson(workspace: Workspace, channel: Channel): JsonObject {
  const { team } = workspace.state;
  const created = Math.floor(channel.createdAt / 1000);
  if (channel.kind === 'direct') {
    return { id: channel.id, created, is_im: true, is_archived: channel.archived, user: channel.name };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_archived: channel.archived,
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_member: appIsIn(workspace, channel),
    created,
    creator: channel.creator,
    context_team_id: team.id,
    topic: { value: channel.topic, creator: channel.creator, last_set: created },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

export const conversationsInfo = defineMethod({
  name: 'conversations.info',
  token: 'bot',
  scopes: conversationScopes('read'),
  tier: 3,
  run: (call) => {
    const channel = conversation(call, 'read');
    const count = call.args.flag('include_num_members') && { num_members: channel.members.length };
    return { channel: { ...channelJson(call.workspace, channel), ...count } };
  },
});

export const conversationsMembers = defineMethod({
  name: 'conversations.members',
  token: 'bot',
  scopes: conversationScopes('read'),
  tier: 4,
  run: (call) => {
    const channel = conversation(call, 'read');
    const { page, next } = pageOf(call, channel.members, { usual: 100, most: 1000 });
    return { members: page, response_metadata: { next_cursor: next } };
  },
});

const KINDS: Readonly<Record<string, Channel['kind']>> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'direct',
};

export const conversationsList = defineMethod({
  name: 'conversations.list',
  token: 'bot',
  scopes: conversationScopes('read'),
  tier: 2,
  run: (call) => {
    const { workspace, args, caller } = call;
    const types = args.has('types') ? args.list('types') : ['public_channel'];
    if (types.some((type) => type !== 'mpim' && KINDS[type] === undefined)) return refuse('invalid_types');
    const kinds = types.flatMap((type) => KINDS[type] ?? []);
    for (const kind of kinds) needScope(caller, [scopeFor(kind, 'read')]);
    const hideArchived = args.flag('exclude_archived');
    const channels = workspace.state.channels.filter(
      (channel) =>
        kinds.includes(channel.kind) &&
        (channel.kind === 'public' || appIsIn(workspace, channel)) &&
        !(hideArchived && channel.archived),
    );
    const { page, next } = pageOf(call, channels, { usual: 100, most: 1000 });
    return {
      channels: page.map((channel) => channelJson(workspace, channel)),
      response_metadata: { next_cursor: next },
    };
  },
});

export const conversationsOpen = defineMethod({
  name: 'conversations.open',
  token: 'bot',
  scopes: ['im:write', 'mpim:write'],
  tier: 3,
  run: ({ workspace, args, caller }) => {
    const given = args.text('channel');
    if (given !== null) return { channel: { id: channelForApp(workspace, given).id } };
    const [user, ...more] = args.list('users');
    if (user === undefined) return refuse('users_list_not_supplied');
    needScope(caller, [more.length > 0 ? 'mpim:write' : 'im:write']);
    const person = workspace.state.people.find((one) => one.id === user);
    if (person === undefined) return refuse('user_not_found');
    if (person.kind === 'bot') return refuse('cannot_dm_bot');
    if (person.kind === 'deactivated') return refuse('user_disabled');
    if (more.length > 0) return refuse('method_not_supported_for_channel_type');
    const before = workspace.state.channels.length;
    const channel = directMessages(workspace, person.id);
    const existed = workspace.state.channels.length === before;
    const shown = args.flag('return_im') ? channelJson(workspace, channel) : { id: channel.id };
    return { ...(existed && { no_op: true, already_open: true }), channel: shown };
  },
});

export const conversationsJoin = defineMethod({
  name: 'conversations.join',
  token: 'bot',
  scopes: ['channels:join'],
  tier: 3,
  run: ({ workspace, args }) => {
    const channel = channelForApp(workspace, args.need('channel', 'channel_not_found'));
    if (channel.kind !== 'public') return refuse('method_not_supported_for_channel_type');
    if (channel.archived) return refuse('is_archived');
    const already = appIsIn(workspace, channel);
    if (!already) channel.members.push(workspace.options.app.botUserId);
    return {
      channel: channelJson(workspace, channel),
      ...(already && { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } }),
    };
  },
});
