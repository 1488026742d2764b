import { refuse } from '../api-refusal.ts';
import { appIsIn, channelForApp } from '../directory.ts';
import type { Channel } from '../places.ts';
import { needScope } from '../tokens.ts';
import type { Call } from './define-method.ts';

const PREFIX: Readonly<Record<Channel['kind'], string>> = { public: 'channels', private: 'groups', direct: 'im' };

/** The scopes any of which opens a conversations method at all. */
export function conversationScopes(right: 'read' | 'history'): string[] {
  return Object.values(PREFIX).map((prefix) => `${prefix}:${right}`);
}

export function scopeFor(kind: Channel['kind'], right: 'read' | 'history'): string {
  return `${PREFIX[kind]}:${right}`;
}

/** The channel of a call, for an app that has the scope which channels of this kind need. */
export function conversation({ workspace, args, caller }: Call, right: 'read' | 'history'): Channel {
  const channel = channelForApp(workspace, args.need('channel', 'channel_not_found'));
  needScope(caller, [scopeFor(channel.kind, right)]);
  if (right === 'history' && !appIsIn(workspace, channel)) return refuse('not_in_channel');
  return channel;
}
