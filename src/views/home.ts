import type { KnownBlock } from '@slack/types';
import { homePageSizes } from '#domain/home-page-sizes.ts';
import type { Instant } from '#domain/instant.ts';
import { actions, button, context, divider, header, sections } from './blocks.ts';
import { type DelegationList, delegationLines, nobodyActs } from './delegation-list.ts';
import { type Home, home } from './frames.ts';
import { type DigestChoice, preferenceBlocks } from './home-preferences.ts';
import { encodeIntent } from './intents.ts';
import { dateToken, md } from './mrkdwn.ts';
import { type RequestLine, requestLines } from './request-line.ts';
import { type StatusList, statusBlocks } from './status-list.ts';

const mostDelegations = 3;

/** A page of a list of requests, oldest first. */
export interface RequestPage {
  readonly lines: readonly RequestLine[];
  /** How many are on earlier pages. */
  readonly offset: number;
  /** How many there are on all pages. */
  readonly total: number;
}

export interface HomeTab {
  /** Requests that the reader can decide now. */
  readonly forYou: RequestPage;
  /** Other live requests that the reader made. */
  readonly yours: RequestPage;
  /** Who acts for the reader, and for whom they act; null for whoever people.yaml does not list. */
  readonly delegations: DelegationList | null;
  /** The weekly digests that the reader gets or could; none for whoever people.yaml does not list. */
  readonly digests: readonly DigestChoice[];
  /** The reader's models. */
  readonly status: StatusList;
  readonly now: Instant;
}

/** The App Home of one person: what waits for them, what they asked for, and how their models stand. */
export function homeTab({ forYou, yours, delegations, digests, status, now }: HomeTab): Home {
  const ask = button('Request a promotion…', encodeIntent('promote-open', { press: null }), { style: 'primary' });
  const none = forYou.total === 0 ? md`You have no open requests.` : md`No request of yours waits for others.`;
  return home([
    header('Waiting for you'),
    ...(forYou.total === 0 ? sections([md`No requests are waiting for you.`]) : []),
    ...pageBlocks(forYou, homePageSizes.forYou, now, {
      what: 'requests that wait for you',
      turned: (offset) => ({ offset, yours: yours.offset }),
    }),
    divider(),
    header('Your requests'),
    ...(yours.total === 0 ? sections([none]) : []),
    ...pageBlocks(yours, homePageSizes.yours, now, {
      what: 'requests of yours',
      turned: (offset) => ({ offset: forYou.offset, yours: offset }),
    }),
    actions([ask]),
    divider(),
    ...(delegations === null ? [] : delegationBlocks(delegations)),
    ...statusBlocks(status),
    ...(digests.length === 0 ? [] : [divider(), ...preferenceBlocks(digests)]),
    context(md`As of ${dateToken(now)}`),
  ]);
}

function delegationBlocks(list: DelegationList): KnownBlock[] {
  const none = list.given.length + list.held.length === 0;
  return [
    header('Delegations'),
    ...(none ? sections([nobodyActs]) : delegationLines(list, mostDelegations)),
    actions([button('Delegate…', encodeIntent('delegate-open', {}))]),
    divider(),
  ];
}

/** The lines of a page, and the buttons that turn it and leave the other list where it is. */
function pageBlocks(
  { lines, offset, total }: RequestPage,
  max: number,
  now: Instant,
  { what, turned }: { what: string; turned: (offset: number) => { offset: number; yours: number } },
): KnownBlock[] {
  const { blocks } = requestLines(lines, max, now);
  const to = offset + blocks.length;
  const turns = [
    ...(offset > 0
      ? [
          button('Earlier ones', encodeIntent('home-earlier', turned(Math.max(0, offset - max))), {
            spoken: `Earlier ${what}`,
          }),
        ]
      : []),
    ...(to < total ? [button('Later ones', encodeIntent('home-later', turned(to)), { spoken: `Later ${what}` })] : []),
  ];
  if (turns.length === 0) return blocks;
  const shown = blocks.length === 0 ? [] : [context(md`${offset + 1} to ${to} of ${total}, the oldest first`)];
  return [...blocks, ...shown, actions(turns)];
}
