import type { Instant } from '#domain/instant.ts';
import type { Lead } from './approval-state.ts';
import { label } from './clean.ts';
import { dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { listed } from './wording.ts';

/** An emergency decision about a request, complete or begun. */
export interface ShownGlass {
  /** Who took part so far, at least one. */
  readonly people: readonly string[];
  /** The reason that was given last. */
  readonly reason: string;
  /** How many more it takes; 0 once it is complete. */
  readonly missing: number;
  /** Who can, as `Risk or Fraud ML`. */
  readonly roles: string;
  /** Until when it holds, or what was pressed so far does. */
  readonly until: Instant;
  /** What stood in its way and was passed, as sentences; empty until it is complete. */
  readonly passed: readonly string[];
  readonly review: { readonly by: string; readonly due: Instant | null };
}

const mostPassed = 3;

/** What the card of an emergency says first: its heading says so, whatever becomes of it. */
export function emergencyLead({ heading, lines }: Lead, glass: ShownGlass): Lead {
  if (glass.missing > 0) return { heading, lines: [begun(glass), ...lines] };
  const { people, reason, review, passed } = glass;
  const decided = md`✗ Decided past its rules by ${named(people)}: “${label(reason, 300)}”`;
  const over = passed.slice(0, mostPassed).map((sentence) => md`… Passed over: ${label(sentence, 200)}`);
  const more = passed.length > mostPassed ? [md`… and ${passed.length - mostPassed} more, in *Details*`] : [];
  const owed = review.due === null ? [] : [md`${label(review.by, 80)} reviews that by ${dateToken(review.due)}.`];
  return { heading: `Emergency (break-glass) · ${heading}`, lines: [decided, ...over, ...more, ...owed, ...lines] };
}

function begun({ people, missing, roles, until, reason }: ShownGlass): Mrkdwn {
  return md`✗ ${named(people)} called an emergency: “${label(reason, 300)}” Until ${dateToken(until)}, ${missing} more of ${label(roles, 100)} can decide it past its rules with Break glass…`;
}

function named(people: readonly string[]): string {
  return listed(
    people.map((name) => label(name, 40)),
    4,
  );
}
