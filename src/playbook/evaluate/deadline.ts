import { epochMs, instantAt } from '#domain/instant.ts';
import type { Status } from '../verdict.ts';
import type { Evaluation } from './evaluation.ts';

/**
 * The deadline of a request in this status, and whether it has passed. A new approval gets a deadline of its own; an
 * overridden request has none to miss.
 */
export function deadlineOf(ev: Evaluation, status: Status): { readonly deadline: string; readonly expired: boolean } {
  const { facts, policy, nowMs, notes } = ev;
  const { recorded, extended } = deadlines(ev);
  const deadline = isExtended(ev) ? extended : recorded;
  const expired = status !== 'overridden' && nowMs >= deadline;
  const renewed = status === 'approved' && facts.progress.approvedAt === null && !expired;
  const ends = renewed ? nowMs + policy.timing.executeWithinMs : deadline;
  for (const ms of [recorded, deadline, ends]) notes.mayChangeAt(ms);
  return { deadline: instantAt(ends), expired };
}

/** Whether the deadline to be approved has passed and the playbook gives as much time again, once (§5, `on_expiry`). */
export function isExtended(ev: Evaluation): boolean {
  const { first, recorded, extended } = deadlines(ev);
  return (
    ev.policy.ask.onExpiry === 'extend_once' &&
    ev.facts.progress.approvedAt === null &&
    ev.nowMs >= first &&
    (recorded === first || recorded === extended)
  );
}

/** The deadline every request starts with, the one of its row, and the first one extended. */
function deadlines({ facts, policy }: Evaluation) {
  const { expiresAfterMs } = policy.timing;
  const first = epochMs(facts.openedAt) + expiresAfterMs;
  const { deadline } = facts.progress;
  return { first, recorded: deadline === null ? first : epochMs(deadline), extended: first + expiresAfterMs };
}
