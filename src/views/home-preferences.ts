import type { KnownBlock } from '@slack/types';
import { scopeWord } from '#domain/digest-scope.ts';
import type { Instant } from '#domain/instant.ts';
import type { DigestScope } from '#domain/weekly-digest.ts';
import { button, context, header, section } from './blocks.ts';
import { label } from './clean.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, md } from './mrkdwn.ts';
import { digestTitle } from './weekly-digest.ts';

/** A weekly digest that the reader gets by direct message, or could. */
export interface DigestChoice {
  readonly scope: DigestScope;
  readonly subscribed: boolean;
  /** When the next one comes, to the reader or else to its channel. */
  readonly next: Instant;
  /** Where it is posted for everybody. */
  readonly channel: string;
}

const mostChoices = 4;

/** What of Countersign's own messages somebody can choose for themselves. */
export function preferenceBlocks(digests: readonly DigestChoice[]): KnownBlock[] {
  if (digests.length === 0) return [];
  const shown = digests.slice(0, mostChoices);
  const more = digests.length - shown.length;
  return [
    header('Your preferences'),
    ...shown.map(choice),
    ...(more > 0 ? [context(md`You get ${more} more: ${code('/mlops digest unsubscribe fraud')} ends one.`)] : []),
  ];
}

function choice({ scope, subscribed, next, channel }: DigestChoice): KnownBlock {
  const title = bold(`Weekly digest: ${digestTitle(scope)}`);
  const payload = { scope: scopeWord(scope).slice(0, 200) };
  const spoken = `the weekly digest of ${digestTitle(scope)}`;
  if (subscribed) {
    return section(
      md`${title}\nComes to you in a direct message, next ${dateToken(next)}.`,
      button('Stop', encodeIntent('digest-stop', payload), { spoken: `Stop ${spoken}` }),
    );
  }
  const where = channel.startsWith('#') ? md`in ${label(channel, 81)}` : md`in its channel`;
  return section(
    md`${title}\nIs posted ${where}, next ${dateToken(next)}.`,
    button('Send it to me too', encodeIntent('digest-get', payload), { spoken: `Send me ${spoken} too` }),
  );
}
