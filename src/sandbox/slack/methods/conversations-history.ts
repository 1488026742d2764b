import { refuse } from '../api-refusal.ts';
import { messageJson } from '../message-json.ts';
import { compareTs, findMessage, messagesIn } from '../messages.ts';
import type { StoredMessage } from '../state.ts';
import type { Workspace } from '../workspace.ts';
import type { Arguments } from './arguments.ts';
import { conversation, conversationScopes } from './conversation-scopes.ts';
import { defineMethod } from './define-method.ts';
import { pageOf } from './paging.ts';

const SIZES = { usual: 100, most: 999 };

/** `oldest` and `latest` exclude their own moment unless `inclusive`. */
function within(args: Arguments): (message: StoredMessage) => boolean {
  const oldest = args.text('oldest');
  const latest = args.text('latest');
  const margin = args.flag('inclusive') ? 1 : 0;
  for (const bound of [oldest, latest]) {
    if (bound !== null && !/^\d+(\.\d+)?$/.test(bound)) {
      return refuse(bound === oldest ? 'invalid_ts_oldest' : 'invalid_ts_latest');
    }
  }
  return (message) =>
    (oldest === null || compareTs(message.ts, oldest) + margin > 0) &&
    (latest === null || compareTs(latest, message.ts) + margin > 0);
}

/** Everything old enough to be seen when the workspace's history lags. */
function visible(workspace: Workspace, method: string): (message: StoredMessage) => boolean {
  const lag = workspace.faults.strike('late-history', method);
  const now = workspace.clock.now();
  return (message) => lag === null || message.at <= now - lag;
}

export const conversationsHistory = defineMethod({
  name: 'conversations.history',
  token: 'bot',
  scopes: conversationScopes('history'),
  tier: 3,
  run: (call) => {
    const { workspace, args } = call;
    const channel = conversation(call, 'history');
    const messages = messagesIn(workspace, channel.id)
      .filter((message) => message.threadTs === null || message.broadcast)
      .filter(within(args))
      .filter(visible(workspace, 'conversations.history'))
      .toReversed();
    const { page, next } = pageOf(call, messages, SIZES);
    const withMetadata = args.flag('include_all_metadata');
    return {
      messages: page.map((message) => messageJson(workspace, message, withMetadata)),
      has_more: next !== '',
      pin_count: 0,
      ...(next !== '' && { response_metadata: { next_cursor: next } }),
    };
  },
});

export const conversationsReplies = defineMethod({
  name: 'conversations.replies',
  token: 'bot',
  scopes: conversationScopes('history'),
  tier: 3,
  run: (call) => {
    const { workspace, args } = call;
    const channel = conversation(call, 'history');
    const asked = findMessage(workspace, channel.id, args.need('ts', 'thread_not_found'));
    if (asked === undefined) return refuse('thread_not_found');
    const parent = asked.threadTs ?? asked.ts;
    const inside = within(args);
    const seen = visible(workspace, 'conversations.replies');
    const thread = messagesIn(workspace, channel.id).filter(
      (message) => (message.ts === parent || (message.threadTs === parent && inside(message))) && seen(message),
    );
    const { page, next } = pageOf(call, thread, { usual: 1000, most: 1000 });
    const withMetadata = args.flag('include_all_metadata');
    return {
      messages: page.map((message) => messageJson(workspace, message, withMetadata)),
      has_more: next !== '',
      ...(next !== '' && { response_metadata: { next_cursor: next } }),
    };
  },
});
