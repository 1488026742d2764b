import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Chat, Posted } from '#domain/chat.ts';
import { Fitting } from './fitting.ts';
import { bearsMark, markOf } from './message-mark.ts';
import { Pace } from './pace.ts';
import { readProfile, readProfileByEmail } from './read-profile.ts';
import { readUserGroup } from './read-user-group.ts';
import { resolveChannel } from './resolve-channel.ts';
import { platformCode, slackFailure } from './slack-failure.ts';

export interface SenderOptions {
  readonly client: WebClient;
  readonly teamId: string;
  readonly botUserId: string;
  /** Signs the marks by which a message is found again. */
  readonly markKey: Buffer;
  /** Time between two posts to one channel, in milliseconds; Slack allows about one a second. */
  readonly paceMs: number;
  /** An SVG document as PNG, for workspaces that do not take Slack's own charts. */
  readonly drawPng: (svg: string) => Promise<Buffer>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The only part of Countersign that posts. One try a call; nothing here decides to send anything again. */
export function slackChat(options: SenderOptions): Chat {
  const { client } = options;
  const pace = new Pace(options.paceMs);
  /** Ids of channels that were posted to by name, since a thread goes by the id of its channel. */
  const ids = new Map<string, string>();
  const idOf = (channel: string) => ids.get(channel) ?? channel;
  const fitting = new Fitting(options);
  return {
    fit: (message) => fitting.fit(message),
    async post({ channel, threadTs, text, blocks, effect }) {
      pace.used(idOf(channel));
      const answer = await fitting.watched(blocks, () =>
        client.chat.postMessage({
          channel: channel.replace(/^#/, ''),
          text,
          blocks: known(blocks),
          metadata: markOf(options.markKey, { teamId: options.teamId, effect }),
          unfurl_links: false,
          unfurl_media: false,
          ...(threadTs === null ? {} : { thread_ts: threadTs }),
        }),
      );
      const id = answer.channel ?? channel;
      if (id !== idOf(channel)) pace.used(id);
      ids.set(channel, id);
      return { channel: id, ts: answer.ts ?? '' };
    },
    async update({ channel, ts, text, blocks }) {
      await fitting.watched(blocks, () => client.chat.update({ channel, ts, text, blocks: known(blocks) }));
    },
    async remove({ channel, ts }) {
      try {
        await client.chat.delete({ channel, ts });
      } catch (error) {
        if (platformCode(error) !== 'message_not_found') throw slackFailure(error);
      }
    },
    async find({ channel, threadTs, effect, since }) {
      try {
        return await findMarked(options, { channel, threadTs, effect, since });
      } catch (error) {
        const code = platformCode(error);
        if (code === 'missing_scope' || code === 'not_allowed_token_type') return 'impossible';
        throw slackFailure(error);
      }
    },
    async publishHome(slackUser, blocks) {
      const view = { type: 'home', blocks: known(blocks) } as const;
      await told(() => client.views.publish({ user_id: slackUser, view }));
    },
    userGroup: (groupId) => told(() => readUserGroup(client, groupId)),
    profile: (slackUser) => told(() => readProfile(client, options.teamId, slackUser)),
    profileByEmail: (email) => told(() => readProfileByEmail(client, options.teamId, email)),
    paceMs: (channel) => pace.waitMs(idOf(channel)),
  };
}

/** Reads every page: absent counts only when the whole window was seen. */
async function findMarked(
  { client, teamId, botUserId, markKey }: SenderOptions,
  query: { channel: string; threadTs: string | null; effect: string; since: Date },
): Promise<readonly Posted[]> {
  const found: Posted[] = [];
  const channel = await resolveChannel(client, query.channel);
  if (channel === null) return found;
  const oldest = String(query.since.getTime() / 1000);
  let cursor: string | undefined;
  do {
    const page = {
      channel,
      oldest,
      limit: 200,
      include_all_metadata: true,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const answer =
      query.threadTs === null
        ? await client.conversations.history(page)
        : await client.conversations.replies({ ...page, ts: query.threadTs });
    for (const message of answer.messages ?? []) {
      const ours = message.user === botUserId && message.ts !== undefined;
      const metadata: unknown = 'metadata' in message ? message.metadata : undefined;
      if (ours && bearsMark(markKey, { teamId, effect: query.effect }, metadata)) {
        found.push({ channel, ts: message.ts ?? '' });
      }
    }
    cursor = answer.response_metadata?.next_cursor;
  } while (cursor !== undefined && cursor !== '');
  return found.sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

async function told<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw slackFailure(error);
  }
}

function known(blocks: readonly object[]): KnownBlock[] {
  return blocks.filter((block): block is KnownBlock => 'type' in block);
}
