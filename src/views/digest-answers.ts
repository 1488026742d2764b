import { scopeWord } from '#domain/digest-scope.ts';
import type { Instant } from '#domain/instant.ts';
import type { DigestScope } from '#domain/weekly-digest.ts';
import { context, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { bold, code, dateToken, md } from './mrkdwn.ts';
import { digestDetail, digestTitle, type ShownDigest, weeklyDigest } from './weekly-digest.ts';

/** What a digest would be if it came now, and when and where the next one comes. */
export interface DigestPreviewState {
  /** Null where there is nothing to say. */
  readonly shown: ShownDigest | null;
  readonly scope: DigestScope;
  readonly next: Instant;
  readonly channel: string;
}

/** Shown to whoever asked alone: the digest, with its thread below it. */
export function digestPreview({ shown, scope, next, channel }: DigestPreviewState): Message {
  const where = channel.startsWith('#') ? md`to ${label(channel, 81)} ` : md`to its channel `;
  const when = md`Only you see this, as it would be now. The next one comes ${where}on ${dateToken(next)}.`;
  if (shown === null) {
    return message([
      ...sections([
        md`${bold(digestTitle(scope))}: nothing to say since the last digest, so none would come now. What stands from week to week, as gaps, makes no digest alone.`,
      ]),
      context(when),
    ]);
  }
  const digest = weeklyDigest(shown, [when]);
  const hasMore = shown.digest.inThread.length > 0 || shown.digest.parts.some(({ detail }) => detail.length > 0);
  if (!hasMore) return digest;
  const below = digestDetail(shown.digest).blocks.slice(0, 2);
  return message([...digest.blocks, context(md`In its thread:`), ...below]);
}

export function digestSubscribed({ scope, next }: { readonly scope: DigestScope; readonly next: Instant }): Message {
  return message(
    sections([
      md`You get the digest of ${bold(digestTitle(scope))} here in direct messages from ${dateToken(next)} on, on the clock of your own zone. ${code(`/mlops digest unsubscribe ${label(scopeWord(scope), 40)}`)} ends that.`,
    ]),
  );
}

export function digestUnsubscribed(scope: DigestScope): Message {
  return message(
    sections([md`You do not get the digest of ${bold(digestTitle(scope))} any more. Its channel still does.`]),
  );
}
