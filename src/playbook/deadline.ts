import { epochMs, instantAt } from '#domain/instant.ts';
import type { Evaluation } from './evaluation.ts';
import type { Status } from './verdict.ts';

/** The deadline of a request in this status, and whether it has passed; a new approval gets a deadline of its own. */
export function deadlineOf(ev: Evaluation, status: Status): { readonly deadline: string; readonly expired: boolean } {
  const { facts, policy, nowMs, notes } = ev;
  const { approvedAt, deadline: recorded } = facts.progress;
  const deadline = recorded === null ? epochMs(facts.openedAt) + policy.timing.expiresAfterMs : epochMs(recorded);
  const expired = nowMs >= deadline;
  const renewed = status === 'approved' && approvedAt === null && !expired;
  const ends = renewed ? nowMs + policy.timing.executeWithinMs : deadline;
  notes.mayChangeAt(ends);
  notes.mayChangeAt(deadline);
  return { deadline: instantAt(ends), expired };
}
