import type { KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { actions, button, context, divider, header, sections } from './blocks.ts';
import { type Home, home } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { dateToken, md } from './mrkdwn.ts';
import { type RequestLine, requestLines, restText } from './request-line.ts';

const maxLines = 20;

export interface HomeTab {
  /** Requests that the reader can decide now, oldest first. */
  readonly forYou: readonly RequestLine[];
  /** Live requests the reader made. */
  readonly yours: readonly RequestLine[];
  readonly now: Instant;
}

/** The App Home of one person: what waits for them, then what they asked for. */
export function homeTab({ forYou, yours, now }: HomeTab): Home {
  const ask = button('Request a promotion…', encodeIntent('promote-open', { press: null }), { style: 'primary' });
  return home([
    header('Waiting for you'),
    ...part(forYou, 'No requests are waiting for you.', now),
    divider(),
    header('Your requests'),
    ...part(yours, 'You have no open requests.', now),
    actions([ask]),
    context(md`As of ${dateToken(now)}`),
  ]);
}

function part(lines: readonly RequestLine[], none: string, now: Instant): KnownBlock[] {
  if (lines.length === 0) return sections([md`${none}`]);
  const { blocks, rest } = requestLines(lines, maxLines, now);
  return [...blocks, ...restText(rest, ': /mlops requests lists all').map((more) => context(more))];
}
