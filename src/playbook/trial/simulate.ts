import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import { policyFor } from '../effective-policy.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { Facts } from '../facts.ts';
import { fingerprints } from '../fingerprint.ts';
import type { EffectivePolicy, Playbook, PlaybookSet } from '../playbook.ts';
import type { Verdict } from '../verdict.ts';
import type { Vote } from '../vote.ts';
import type { InlineTest } from './inline-test.ts';
import { testFacts, testModel } from './test-facts.ts';

/** A verdict that no request asked for, with everything it was taken from. */
export interface Simulation {
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly votes: readonly Vote[];
  readonly at: Instant;
  readonly verdict: Verdict;
}

/** Evaluates what is given, with the defaults of inline tests (§13) for the rest; evidence not given has passed. */
export function simulate(
  set: PlaybookSet,
  playbook: Playbook,
  asked: Pick<InlineTest, 'given' | 'votes' | 'at'>,
): Simulation {
  const { facts: plain, given } = testFacts(set, playbook, { name: '', expect: {}, ...asked });
  const policy = policyFor(set, playbook, testModel(given, plain));
  const statuses = policy.evidence.map(({ id }) => [id, given.evidence?.[id] ?? 'passed'] as const);
  const facts: Facts = { ...plain, assumedEvidence: Object.fromEntries(statuses) };
  const votes = votesOf(policy, facts, asked);
  return { policy, facts, votes, at: asked.at, verdict: evaluate(policy, facts, votes, asked.at) };
}

/** In order, the last exactly at the instant, with a reason, on the evidence as it is. */
function votesOf(
  policy: EffectivePolicy,
  facts: Facts,
  { votes, at }: Pick<InlineTest, 'votes' | 'at'>,
): readonly Vote[] {
  const evidence = fingerprints(evaluate(policy, facts, [], at).evidence);
  return votes.map(({ person, decision, actingFor }, index) => ({
    person,
    decision,
    actingFor,
    reason: 'As simulated.',
    at: instantAt(epochMs(at) - (votes.length - 1 - index)),
    subject: facts.subject.digest,
    evidence,
  }));
}
