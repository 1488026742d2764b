import type { Instant } from '#domain/instant.ts';
import { label } from './clean.ts';
import { dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';

/** What a rejection demanded, as `recall, region=EU ≥ 0.85`, and how that stands. */
export interface SetCriterion {
  readonly what: string;
  readonly due: Instant | null;
  /** Null while it is demanded. */
  readonly ended:
    | { readonly how: 'met'; readonly version: string }
    | { readonly how: 'lapsed'; readonly at: Instant }
    | { readonly how: 'withdrawn'; readonly by: string; readonly reason: string }
    | null;
}

/** The line of a rejected card about what it demanded. */
export function setCriterionLine({ what, due, ended }: SetCriterion): Mrkdwn {
  const text = label(what, 150);
  if (ended === null) return md`… The next version has to show: ${text}${untilText(due)}`;
  switch (ended.how) {
    case 'met':
      return md`✓ ${versionName(ended.version)} showed what was demanded: ${text}`;
    case 'lapsed':
      return md`… Was demanded of the next version until ${dateToken(ended.at)}, and no version showed it: ${text}`;
    case 'withdrawn':
      return md`… ${label(ended.by, 40)} withdrew what was demanded of the next version: ${text}`;
  }
}

/** `, until Thu 16:00`; empty for no end. */
export function untilText(due: Instant | null): Mrkdwn {
  return due === null ? md`` : md`, until ${dateToken(due)}`;
}
