import { epochMs } from '#domain/instant.ts';
import type { BreakGlass } from '../keys.ts';
import { hasReason } from './count-vote.ts';
import { whoFails } from './eligible.ts';
import type { Evaluation } from './evaluation.ts';

/** A complete break-glass that still holds (§8.7). */
export interface Glass {
  readonly people: readonly string[];
  readonly untilMs: number;
  readonly reviewDueMs: number;
}

/** The newest complete break-glass; presses count together while each is less than `valid_for` older than the last. */
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
        ev.members.inRoles(vote.person, glass.by, epochMs(vote.at)) === true,
    )
    .map((vote) => ({ person: vote.person, at: epochMs(vote.at) }))
    .sort((a, b) => a.at - b.at);
  const complete = lastComplete(presses, glass);
  if (complete === null) return null;
  const untilMs = complete + glass.validForMs;
  notes.mayChangeAt(untilMs);
  if (nowMs >= untilMs) return null;
  const together = presses.filter(({ at }) => at <= complete && complete - at < glass.validForMs);
  return {
    people: [...new Set(together.map(({ person }) => person))].sort(),
    untilMs,
    reviewDueMs: complete + glass.review.withinMs,
  };
}

/** When the last press came with which enough people had pressed; null if none did. `presses` are in order of time. */
function lastComplete(
  presses: readonly { readonly person: string; readonly at: number }[],
  { count, validForMs }: BreakGlass,
): number | null {
  const newest = new Map<string, number>();
  let complete: number | null = null;
  for (const { person, at } of presses) {
    newest.delete(person);
    newest.set(person, at);
    for (const [other, pressed] of newest) {
      if (at - pressed < validForMs) break;
      newest.delete(other);
    }
    if (newest.size >= count) complete = at;
  }
  return complete;
}
