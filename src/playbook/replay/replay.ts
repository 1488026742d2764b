import type { Instant } from '#domain/instant.ts';
import { effectivePolicy, policyDigest, policyFor } from '../effective-policy.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { stricterOfBoth } from '../evaluate/stricter-of-both.ts';
import type { Facts } from '../facts.ts';
import type { EffectivePolicy, PlaybookSet } from '../playbook.ts';
import { selectPlaybook } from '../select-playbook.ts';
import type { Verdict } from '../verdict.ts';
import type { Vote } from '../vote.ts';
import { differenceBetween, substanceOf } from './replay-difference.ts';
import { factsUnder } from './replay-facts.ts';
import { votesUnder } from './replay-votes.ts';

/** The last decision about a request, with everything it was taken from. */
export interface RecordedDecision {
  /** As `R-12`. */
  readonly request: string;
  /** The policy that was pinned when the request opened. */
  readonly pinned: EffectivePolicy;
  /** The playbook set in force when it was judged; null where that was not recorded. */
  readonly inForce: PlaybookSet | null;
  readonly facts: Facts;
  /** In the order they were cast. */
  readonly votes: readonly Vote[];
  /** The instant it was judged at. */
  readonly at: Instant;
  /** The verdict as it was recorded. */
  readonly verdict: Verdict;
}

/** How a recorded decision comes out under a set of playbooks. */
export interface Replayed {
  readonly request: string;
  /** Looser: was not approved and would be. Tighter: was approved and would not be. */
  readonly direction: 'looser' | 'tighter' | 'same';
  /** The first thing that differs, as a sentence; null if nothing does. */
  readonly because: string | null;
  /** The verdict under the set; null if no one playbook of it governs the request. */
  readonly verdict: Verdict | null;
  /** Whether judging the record again, by what was in force then, gives what was recorded. */
  readonly reproduced: boolean;
}

/**
 * Decides a recorded request again, as if `set` had been in force all along: facts and votes are as they were recorded,
 * but for what the set itself says of people, roles and the catalogue.
 */
export function replayDecision(set: PlaybookSet, recorded: RecordedDecision): Replayed {
  const { request, at } = recorded;
  const { facts, entry } = factsUnder(set, recorded);
  const selected = selectPlaybook(set, facts);
  const policy = selected.ok ? policyFor(set, selected.playbook, entry) : null;
  const verdict = policy === null ? null : evaluate(policy, facts, votesUnder(policy, facts, recorded), at);
  const [was, would] = [isApproved(recorded.verdict), verdict !== null && isApproved(verdict)];
  const differs = verdict === null ? null : differenceBetween(recorded.verdict, verdict);
  return {
    request,
    direction: was === would ? 'same' : would ? 'looser' : 'tighter',
    because: selected.ok ? differs : selected.sentence,
    verdict,
    reproduced: substanceOf(judgedAgain(recorded)) === substanceOf(recorded.verdict),
  };
}

/** Judges a record by what it was judged by: the pinned policy, and that of the set then in force. */
export function judgedAgain({ pinned, inForce, facts, votes, at }: RecordedDecision): Verdict {
  if (inForce === null) return evaluate(pinned, facts, votes, at);
  const selected = selectPlaybook(inForce, facts);
  const current = selected.ok ? effectivePolicy(inForce, selected.playbook, facts.model, facts.registry) : null;
  const same = current !== null && policyDigest(current) === policyDigest(pinned);
  return same ? evaluate(pinned, facts, votes, at) : stricterOfBoth(pinned, current, facts, votes, at);
}

/** Whether a verdict lets the request be carried out, now or when its gates open. */
function isApproved({ status, expired, rejectedBy }: Verdict): boolean {
  return (status === 'approved' || status === 'overridden') && !expired && rejectedBy === null;
}
