import type { KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { actions, button, context, header, sections } from './blocks.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, md } from './mrkdwn.ts';
import { type RequestLine, requestLines, restText } from './request-line.ts';
import { counted } from './wording.ts';

const maxForYou = 8;
const maxOthers = 8;

export interface RequestList {
  /** Those that the reader can decide now, oldest first. */
  readonly forYou: readonly RequestLine[];
  /** All other live requests, oldest first. */
  readonly others: readonly RequestLine[];
  /** How many of `others` are on earlier pages. */
  readonly offset: number;
  /** How many other live requests there are on all pages. */
  readonly otherCount: number;
  readonly now: Instant;
}

/** The answer to `/mlops requests`: what waits for the reader first. */
export function requestList(state: RequestList): Message {
  const { forYou, others, offset, otherCount, now } = state;
  if (forYou.length === 0 && otherCount === 0) {
    return message(sections([md`No requests are waiting. Ask for a promotion with ${code('/mlops promote')}.`]));
  }
  const mine = requestLines(forYou, maxForYou, now);
  const theirs = requestLines(others, maxOthers, now);
  const next = offset + theirs.blocks.length;
  const more = button('Show more', encodeIntent('show-more', { list: 'requests', offset: next, only: null }), {
    spoken: 'Show more requests',
  });
  const blocks: KnownBlock[] = [
    header(
      forYou.length === 0 ? 'No requests are waiting for you' : `${counted(forYou.length, 'request')} waiting for you`,
    ),
    ...mine.blocks,
    ...restText(mine.rest, ': they follow when these are decided').map((rest) => context(rest)),
    ...(theirs.blocks.length === 0 ? [] : [...sections([md`${bold('Waiting for others')}`]), ...theirs.blocks]),
    ...(next < otherCount ? [context(md`${otherCount - next} more`), actions([more])] : []),
  ];
  return message(blocks);
}
