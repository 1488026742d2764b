import { liveRequests } from '#operations/request-lines.ts';
import type { Message } from '#views/frames.ts';
import { requestList } from '#views/request-list.ts';
import type { Scene } from './scene.ts';

/** The requests that wait, from the `offset`th of those for others on. */
export async function requestsPage({ bot, signed }: Scene, offset: number): Promise<Message> {
  const { forYou, others } = await liveRequests(bot.setting, signed.slackUser);
  return requestList({
    forYou: offset === 0 ? forYou : [],
    others: others.slice(offset),
    offset,
    otherCount: others.length,
    now: bot.setting.now(),
  });
}
