import type { Instant } from '#domain/instant.ts';
import { sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { dateToken, md } from './mrkdwn.ts';
import { relative } from './wording.ts';

export interface UpstreamTrouble {
  /** What happened, without full stop, as `MLflow did not answer`. */
  readonly trouble: string;
  /** When we try again by ourselves; null if the person has to. */
  readonly nextTryAt: Instant | null;
  /** False where the lost answer leaves open whether something changed. */
  readonly nothingChanged: boolean;
  readonly now: Instant;
}

/** Another system failed us: what that means now and who tries again. */
export function upstreamTrouble({ trouble, nextTryAt, nothingChanged, now }: UpstreamTrouble): Message {
  const changed = nothingChanged ? 'Nothing was changed.' : 'Whether anything changed is not known yet.';
  const next =
    nextTryAt === null
      ? md`Try again in a few minutes.`
      : md`Countersign tries again at ${dateToken(nextTryAt, 'time')} (${relative(now, nextTryAt)}); you need not do anything.`;
  return message(sections([md`${label(trouble, 300)}. ${changed} ${next}`], 600));
}
