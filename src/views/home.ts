import type { Button, KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { actions, button, context, divider, header, sections } from './blocks.ts';
import { type Home, home } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { dateToken, md } from './mrkdwn.ts';
import { type RequestLine, requestLines, restText } from './request-line.ts';
import { type StatusList, statusBlocks } from './status-list.ts';

/** Requests on one page; what a page and ten models take stays below the hundred blocks of a Home. */
const pageSize = 20;
const maxYours = 10;

export interface HomeTab {
  /** All requests that the reader can decide now, oldest first. */
  readonly forYou: readonly RequestLine[];
  /** How many of them are on earlier pages. */
  readonly offset: number;
  /** Live requests the reader made. */
  readonly yours: readonly RequestLine[];
  /** The reader's models. */
  readonly status: StatusList;
  readonly now: Instant;
}

/** The App Home of one person: what waits for them, what they asked for, and how their models stand. */
export function homeTab({ forYou, offset, yours, status, now }: HomeTab): Home {
  const ask = button('Request a promotion…', encodeIntent('promote-open', { press: null }), { style: 'primary' });
  // Where some were decided since, the page that was asked for may be behind the last one.
  const from = Math.min(offset, Math.max(0, Math.ceil(forYou.length / pageSize) - 1) * pageSize);
  const asked = requestLines(yours, maxYours, now);
  return home([
    header('Waiting for you'),
    ...waiting(forYou, from, now),
    divider(),
    header('Your requests'),
    ...(yours.length === 0 ? sections([md`You have no open requests.`]) : asked.blocks),
    ...restText(asked.rest, ': /mlops requests lists all').map((more) => context(more)),
    actions([ask]),
    divider(),
    ...statusBlocks(status),
    context(md`As of ${dateToken(now)}`),
  ]);
}

function waiting(lines: readonly RequestLine[], from: number, now: Instant): KnownBlock[] {
  if (lines.length === 0) return sections([md`No requests are waiting for you.`]);
  const { blocks } = requestLines(lines.slice(from, from + pageSize), pageSize, now);
  if (lines.length <= pageSize) return blocks;
  const to = from + blocks.length;
  const turns: Button[] = [
    ...(from > 0 ? [button('Earlier ones', encodeIntent('home-earlier', { offset: from - pageSize }))] : []),
    ...(to < lines.length ? [button('Later ones', encodeIntent('home-later', { offset: to }))] : []),
  ];
  return [...blocks, context(md`${from + 1} to ${to} of ${lines.length}, the oldest first`), actions(turns)];
}
