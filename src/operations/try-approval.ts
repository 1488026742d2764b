import type { Instant } from '#domain/instant.ts';
import { actsFor } from '#playbook/acts-for.ts';
import type { Facts } from '#playbook/facts.ts';
import { findingsSeen, fingerprints } from '#playbook/fingerprint.ts';
import type { Verdict, VoteNotCounted } from '#playbook/verdict.ts';
import type { Vote } from '#playbook/vote.ts';

/** An approval that was not given, and what it would make of the request. */
export interface TriedApproval {
  /** For whom it is cast; null for oneself. */
  readonly actingFor: string | null;
  readonly verdict: Verdict;
  /** Why it does not count; undefined if it does. */
  readonly not: VoteNotCounted | undefined;
}

/** Judges the request with a person's approval added, for themselves or for the principal for whom it gets furthest. */
export function tryApproval(
  person: string,
  facts: Facts,
  before: Verdict,
  at: Instant,
  judged: (more: Vote) => Verdict,
): TriedApproval {
  const known = new Map<string | null, TriedApproval>();
  const tried = (actingFor: string | null): TriedApproval => {
    const found = known.get(actingFor);
    if (found !== undefined) return found;
    const verdict = judged({
      person,
      decision: 'approve',
      actingFor,
      reason: 'a reason of enough characters',
      at,
      subject: facts.subject.digest,
      evidence: fingerprints(before.evidence),
      findings: findingsSeen(before.evidence),
    });
    const not = verdict.votesNotCounted.find((one) => one.person === person && one.actingFor === actingFor);
    const fresh = { actingFor, verdict, not };
    known.set(actingFor, fresh);
    return fresh;
  };
  return tried(actsFor(person, facts.delegations, before, (actingFor) => tried(actingFor).not?.code ?? null));
}
