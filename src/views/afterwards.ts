import type { Instant } from '#domain/instant.ts';
import { label } from './clean.ts';
import { code, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { duration } from './wording.ts';

/** Something that was promised for after a change, and how it stands. */
export interface Owed {
  readonly what: string;
  /** The alias that the version holds which owes it. */
  readonly target: string;
  readonly everyMs: number;
  readonly until: Instant;
  /** Why nobody looks any more; null while somebody does. */
  readonly ended: 'over' | 'superseded' | 'rolled_back' | null;
  readonly last: {
    readonly at: Instant;
    readonly status: 'passed' | 'failed' | 'missing' | 'stale';
    readonly because: string;
  } | null;
}

/** A look at something that was approved without people, or past the rules. */
export interface OwedReview {
  readonly request: number;
  /** Whether it is owed for an emergency decision; left out for one that was drawn by lot. */
  readonly emergency?: boolean;
  /** The roles of which one person looks, as people read them. */
  readonly by: string;
  readonly due: Instant;
  readonly missed: boolean;
  /** What came of it; null while nobody has looked. */
  readonly answer:
    | { readonly is: 'right' | 'wrong'; readonly by: string; readonly at: Instant; readonly reason: string }
    | { readonly is: 'not_needed' }
    | null;
}

const marks = { passed: '✓', failed: '✗', missing: '…', stale: '…' } as const;
const endings = {
  over: 'the time is over',
  superseded: 'another version took its place',
  rolled_back: 'rolled back because of it',
} as const;

/** `✓ Answers within 90 ms, every 7 d until 3 May 2027; last checked …: 71 against 90`. */
export function owedLine(owed: Owed): Mrkdwn {
  const { what, everyMs, until, ended, last } = owed;
  const mark = ended === 'over' || ended === 'superseded' ? '–' : last === null ? '…' : marks[last.status];
  const when =
    ended === null ? md`every ${duration(everyMs)} until ${dateToken(until, 'date')}` : md`${endings[ended]}`;
  const checked =
    last === null
      ? md`not checked yet`
      : md`last checked ${dateToken(last.at)}: ${label(last.because, 200).replace(/\.$/, '')}`;
  return md`${mark} ${label(what, 100)}, ${when}; ${checked}`;
}

/** `… Risk looks at it by 3 May 2027`, or what came of it. */
export function reviewLine({ by, due, missed, answer, emergency }: OwedReview): Mrkdwn {
  const roles = label(by, 100);
  if (answer === null && emergency === true) {
    return missed
      ? md`✗ The emergency decision was to be reviewed by ${roles} until ${dateToken(due)}, and is not: the team promotes nothing before`
      : md`… The emergency decision is to be reviewed by ${roles} until ${dateToken(due)}`;
  }
  if (answer?.is === 'right')
    return md`✓ ${label(answer.by, 40)} looked at it ${dateToken(answer.at)} and found it right`;
  if (answer?.is === 'wrong') {
    return md`✗ ${label(answer.by, 40)} looked at it ${dateToken(answer.at)} and found it wrong: “${label(answer.reason, 300)}”`;
  }
  if (answer !== null) return md`– Nobody has to look at it any more`;
  if (missed) return md`✗ ${roles} was to look at it by ${dateToken(due)}, and nobody has`;
  return md`… ${roles} looks at it by ${dateToken(due)}`;
}

/** Nothing where none was drawn. */
export function reviewLines(review: OwedReview | null): Mrkdwn[] {
  return review === null ? [] : [reviewLine(review)];
}

/** What a model owes now, one line each; at most `max`. */
export function owedLines(
  { owed, reviews }: { readonly owed: readonly Owed[]; readonly reviews: readonly OwedReview[] },
  max: number,
): Mrkdwn[] {
  const looks = reviews.map((review) => md`${reviewLine(review)} (R-${review.request})`);
  const lines = [...owed.map((one) => md`${owedLine(one)} (${code(label(one.target, 40))})`), ...looks];
  const rest = lines.length - max;
  return rest > 0 ? [...lines.slice(0, max), md`and ${rest} more`] : lines;
}

/** `owes 2 checks, 1 not met, and 1 look`; null if nothing. */
export function owedText({
  owed,
  reviews,
}: {
  readonly owed: readonly Owed[];
  readonly reviews: readonly OwedReview[];
}): string | null {
  const unmet = owed.filter(({ last }) => last !== null && last.status === 'failed').length;
  const late = reviews.filter(({ missed }) => missed).length;
  const checks = owed.length === 0 ? [] : [`${owed.length} ${owed.length === 1 ? 'check' : 'checks'}`];
  const looks = reviews.length === 0 ? [] : [`${reviews.length} ${reviews.length === 1 ? 'look' : 'looks'}`];
  if (checks.length + looks.length === 0) return null;
  const bad = [...(unmet === 0 ? [] : [`${unmet} not met`]), ...(late === 0 ? [] : [`${late} overdue`])];
  return `owes ${[...checks, ...looks].join(' and ')}${bad.length === 0 ? '' : ` (${bad.join(', ')})`}`;
}
