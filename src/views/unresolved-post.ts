import type { Instant } from '#domain/instant.ts';
import { actions, button, context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { dateToken, md } from './mrkdwn.ts';

export interface UnresolvedPost {
  /** What was to be posted, in a few words, as `the request for fraud-scorer v7`. */
  readonly what: string;
  /** Where, as `#ml-approvals`. */
  readonly where: string;
  readonly sentAt: Instant;
  readonly press: string;
}

/** Asks a person to look, because Slack did not say whether a message was posted and we may not read the channel. */
export function unresolvedPost({ what, where, sentAt, press }: UnresolvedPost): Message {
  const shown = label(what, 100);
  const place = label(where, 80);
  return message([
    header(`Did this arrive in ${place}?`),
    ...sections(
      [
        md`Slack did not say whether ${shown} was posted at ${dateToken(sentAt, 'time')}. Please look in ${place}.`,
        md`“Post again” posts it a second time if it is there already.`,
      ],
      400,
    ),
    actions([
      button('It is there', encodeIntent('post-found', { press }), {
        style: 'primary',
        spoken: `The message is in ${place}`,
      }),
      button('Post again', encodeIntent('post-again', { press }), { spoken: `Post it again in ${place}` }),
    ]),
    context(
      md`Countersign may not read this channel, so it cannot look itself; the optional history scopes would let it`,
    ),
  ]);
}
