import { type Digest, digestOf, shortCode } from '#domain/digest.ts';
import type { Instant } from '#domain/instant.ts';
import { effectivePolicy, policyDigest } from '#playbook/effective-policy.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { stricterOfBoth } from '#playbook/evaluate/stricter-of-both.ts';
import type { Facts } from '#playbook/facts.ts';
import { evidenceDigest, fingerprints } from '#playbook/fingerprint.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import { selectPlaybook } from '#playbook/select-playbook.ts';
import type { Verdict } from '#playbook/verdict.ts';
import { decisions, type Vote } from '#playbook/vote.ts';
import type { VoteRow } from '#store/votes.ts';
import { playbooksSubject, proposedSets } from './playbooks/playbook-change.ts';
import type { CurrentPlaybooks } from './setting.ts';

/** A verdict with everything it was taken from, and the code that stands for it. */
export interface Judgement {
  readonly facts: Facts;
  readonly verdict: Verdict;
  /** The pinned policy, and that in force if it is another. */
  readonly policies: readonly EffectivePolicy[];
  /** The instant it was taken at, and the digest of the playbook set that was in force. */
  readonly judgedAt: Instant;
  readonly judgedUnder: Digest;
  readonly policyDigest: Digest;
  readonly evidenceDigest: Digest;
  /** Evidence id to fingerprint, as a vote cast now would sign it. */
  readonly fingerprints: Readonly<Record<string, Digest>>;
  readonly code: string;
}

/** The policies that a request is judged by, and the digest that its votes are tied to; the same for all its votes. */
export interface Binding {
  readonly pinned: EffectivePolicy;
  /** Null where no current playbook governs it; the pinned one itself where both say the same. */
  readonly current: EffectivePolicy | null;
  readonly policyDigest: Digest;
  readonly judgedUnder: Digest;
}

/** Finds what a request is judged by: the policy pinned at open, and the current one. */
export function bind(pinned: EffectivePolicy, inForce: CurrentPlaybooks, facts: Facts): Binding {
  const current = currentPolicy(pinned, inForce, facts);
  const own = policyDigest(pinned);
  const other = current === null || current === pinned ? own : policyDigest(current);
  return {
    pinned,
    current: other === own && current !== null ? pinned : current,
    policyDigest: other === own ? own : digestOf({ pinned: own, current: other }),
    judgedUnder: inForce.digest,
  };
}

/** What a playbook ordered stays ordered. A change of the playbooks keeps its built-in policy as long as the set that it changes is in force. */
function currentPolicy(pinned: EffectivePolicy, { set, digest }: CurrentPlaybooks, facts: Facts) {
  if (pinned.ordered === true) return pinned;
  if (facts.action === playbooksSubject.action) return proposedSets(facts).before === digest ? pinned : null;
  const selected = selectPlaybook(set, facts);
  return selected.ok ? effectivePolicy(set, selected.playbook, facts.model, facts.registry) : null;
}

/**
 * Judges a request under the stricter of the policy pinned at open and the current one. `subject` is the digest the
 * request was opened for: should the registry show another, the votes count for nothing.
 */
export function judge(
  pinned: EffectivePolicy,
  inForce: CurrentPlaybooks,
  facts: Facts,
  votes: readonly Vote[],
  now: Instant,
): Judgement {
  return judgeBound(bind(pinned, inForce, facts), facts, votes, now);
}

/** As `judge`, where the policies are found already. */
export function judgeBound(
  { pinned, current, policyDigest: binding, judgedUnder }: Binding,
  facts: Facts,
  votes: readonly Vote[],
  now: Instant,
): Judgement {
  const verdict =
    current === pinned ? evaluate(pinned, facts, votes, now) : stricterOfBoth(pinned, current, facts, votes, now);
  const evidence = evidenceDigest(verdict.evidence);
  return {
    facts,
    verdict,
    policies: current === null || current === pinned ? [pinned] : [pinned, current],
    judgedAt: now,
    judgedUnder,
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

function decisionFrom(text: string): Vote['decision'] {
  const decision = decisions.find((known) => known === text);
  if (decision === undefined) throw new Error(`a stored vote says ${text}`);
  return decision;
}
