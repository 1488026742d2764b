import { type Digest, digestOf, shortCode } from '#domain/digest.ts';
import type { Instant } from '#domain/instant.ts';
import { effectivePolicy, policyDigest } from '#playbook/effective-policy.ts';
import { evaluate } from '#playbook/evaluate.ts';
import type { Facts } from '#playbook/facts.ts';
import { evidenceDigest, fingerprints } from '#playbook/fingerprint.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import { selectPlaybook } from '#playbook/select-playbook.ts';
import { stricterOfBoth } from '#playbook/stricter-of-both.ts';
import type { Verdict } from '#playbook/verdict.ts';
import type { Vote } from '#playbook/vote.ts';
import type { VoteRow } from '#store/votes.ts';
import type { CurrentPlaybooks } from './setting.ts';

/** A verdict with everything it was taken from, and the code that stands for it. */
export interface Judgement {
  readonly facts: Facts;
  readonly verdict: Verdict;
  readonly policyDigest: Digest;
  readonly evidenceDigest: Digest;
  /** Evidence id to fingerprint, as a vote cast now would sign it. */
  readonly fingerprints: Readonly<Record<string, Digest>>;
  readonly code: string;
}

/**
 * Judges a request under the stricter of the policy pinned at open and the current one. `subject` is the digest the
 * request was opened for: should the registry show another, the votes count for nothing.
 */
export function judge(
  pinned: EffectivePolicy,
  current: CurrentPlaybooks,
  facts: Facts,
  votes: readonly Vote[],
  now: Instant,
): Judgement {
  const selected = selectPlaybook(current.set, facts);
  const policy = selected.ok ? effectivePolicy(current.set, selected.playbook, facts.model) : null;
  const digest = policyDigest(pinned);
  const same = policy !== null && policyDigest(policy) === digest;
  const verdict = same ? evaluate(pinned, facts, votes, now) : stricterOfBoth(pinned, policy, facts, votes, now);
  const evidence = evidenceDigest(verdict.evidence);
  const binding = same || policy === null ? digest : digestOf({ pinned: digest, current: policyDigest(policy) });
  return {
    facts,
    verdict,
    policyDigest: binding,
    evidenceDigest: evidence,
    fingerprints: fingerprints(verdict.evidence),
    code: shortCode({
      action: facts.action,
      target: facts.target ?? '',
      subject: facts.subject.digest,
      evidence,
      policy: binding,
    }),
  };
}

/** Stored votes as the evaluator reads them. */
export function votesFrom(rows: readonly VoteRow[]): readonly Vote[] {
  return rows.map((row) => ({
    person: row.person,
    decision: decisionFrom(row.decision),
    actingFor: row.actingFor,
    reason: row.reason,
    at: row.at.toISOString(),
    subject: row.subjectDigest,
    evidence: row.evidence,
    findings: row.findings,
  }));
}

const decisions = ['approve', 'withdraw', 'block', 'lift', 'reject', 'hold', 'release', 'break_glass'] as const;

function decisionFrom(text: string): Vote['decision'] {
  const decision = decisions.find((known) => known === text);
  if (decision === undefined) throw new Error(`a stored vote says ${text}`);
  return decision;
}
