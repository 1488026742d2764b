import { epochMs } from '#domain/instant.ts';
import { hasReason } from './count-vote.ts';
import { whoFails } from './eligible.ts';
import type { Evaluation } from './evaluation.ts';
import { inRoles } from './membership.ts';

/** A complete break-glass that still holds (§8.7). */
export interface Glass {
  readonly people: readonly string[];
  readonly untilMs: number;
  readonly reviewDueMs: number;
}

/** Presses count together while each is at most `valid_for` older than the last. */
export function brokenGlass(ev: Evaluation): Glass | null {
  const { policy, facts, votes, nowMs, notes } = ev;
  const glass = policy.breakGlass;
  if (glass === null || !glass.onlyFor.includes(facts.action)) return null;
  const presses = votes
    .filter(
      (vote) =>
        vote.decision === 'break_glass' &&
        vote.subject === facts.subject.digest &&
        hasReason(vote) &&
        whoFails(ev, vote.person) === null &&
        inRoles(facts, vote.person, glass.by, epochMs(vote.at)) === true,
    )
    .map((vote) => ({ person: vote.person, at: epochMs(vote.at) }));
  const last = Math.max(...presses.map(({ at }) => at));
  const people = [...new Set(presses.filter(({ at }) => at > last - glass.validForMs).map(({ person }) => person))];
  if (people.length < glass.count) return null;
  const untilMs = last + glass.validForMs;
  notes.mayChangeAt(untilMs);
  return nowMs < untilMs ? { people: people.sort(), untilMs, reviewDueMs: last + glass.review.withinMs } : null;
}
