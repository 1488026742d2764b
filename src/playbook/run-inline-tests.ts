import { epochMs, instantAt } from '#domain/instant.ts';
import { policyFor } from './effective-policy.ts';
import { evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';
import { fingerprints } from './fingerprint.ts';
import type { InlineTest } from './inline-test.ts';
import { own } from './own.ts';
import type { EffectivePolicy, Playbook, PlaybookSet } from './playbook.ts';
import { expectedShape } from './schema/inline-test.ts';
import { testFacts, testModel } from './test-facts.ts';
import type { Verdict } from './verdict.ts';
import type { Vote } from './vote.ts';

/** How one test of a playbook file went; `differences` says what was expected and what came instead. */
export interface InlineTestResult {
  readonly playbook: string;
  readonly path: string;
  readonly name: string;
  readonly passed: boolean;
  readonly differences: readonly string[];
}

/** Runs the `tests` of every playbook (§13). */
export function runInlineTests(set: PlaybookSet): readonly InlineTestResult[] {
  return set.playbooks.flatMap((playbook) =>
    playbook.tests.map((test) => {
      const differences = compared(test, verdictOf(set, playbook, test));
      const { name, path } = playbook;
      return { playbook: name, path, name: test.name, passed: differences.length === 0, differences };
    }),
  );
}

function verdictOf(set: PlaybookSet, playbook: Playbook, test: InlineTest): Verdict {
  const { facts, given } = testFacts(set, playbook, test);
  const policy = policyFor(set, playbook, testModel(given, facts));
  const statuses = policy.evidence.map(({ id }) => [id, given.evidence?.[id] ?? 'passed'] as const);
  const assumed: Facts = { ...facts, assumedEvidence: Object.fromEntries(statuses) };
  return evaluate(policy, assumed, votes(policy, assumed, test), test.at);
}

/** In order, the last exactly at the test's instant, with a reason, on the evidence as it is. */
function votes(policy: EffectivePolicy, facts: Facts, test: InlineTest): readonly Vote[] {
  const evidence = fingerprints(evaluate(policy, facts, [], test.at).evidence);
  return test.votes.map(({ person, decision, actingFor }, index) => ({
    person,
    decision,
    actingFor,
    reason: 'As the test says.',
    at: instantAt(epochMs(test.at) - (test.votes.length - 1 - index)),
    subject: facts.subject.digest,
    evidence,
  }));
}

function compared(test: InlineTest, verdict: Verdict): readonly string[] {
  const expected = expectedShape.parse(test.expect);
  const onRoute = verdict.rules.filter((rule) => rule.onRoute).flatMap(({ seats }) => seats);
  const pools = Map.groupBy(onRoute, ({ roles }) => roles.join('+'));
  const seats = (pool: string) => pools.get(pool) ?? [];
  const differences: string[] = [];
  const expect = (what: string, wanted: unknown, got: unknown) => {
    if (wanted === undefined || JSON.stringify(wanted) === JSON.stringify(got)) return;
    differences.push(`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
  };
  expect('status', expected.status, verdict.status);
  expect('auto_approved', expected.auto_approved, verdict.autoApproved);
  expect('sampled', expected.sampled, verdict.sampled);
  expect('review_due', expected.review_due, verdict.reviewDue);
  expect('gates', sorted(expected.gates), sorted(verdict.gates.map(({ gate }) => gate)));
  expect('blocked_by', sorted(expected.blocked_by), sorted(verdict.blocks.map(({ person, code }) => person ?? code)));
  for (const [pool, people] of Object.entries(expected.filled ?? {})) {
    const filled = seats(pool).flatMap(({ filledBy }) => (filledBy === null ? [] : [filledBy.person]));
    expect(`filled ${pool}`, sorted(people), sorted(filled));
  }
  for (const [pool, count] of Object.entries(expected.missing ?? {})) {
    expect(`missing ${pool}`, count, seats(pool).filter(({ filledBy }) => filledBy === null).length);
  }
  for (const [person, code] of Object.entries(expected.not_counted ?? {})) {
    expect(`not_counted ${person}`, code, verdict.votesNotCounted.find((vote) => vote.person === person)?.code ?? null);
  }
  const states = Object.fromEntries(verdict.rules.map(({ name, state }) => [name, state]));
  for (const [rule, state] of Object.entries(expected.rules ?? {})) expect(`rule "${rule}"`, state, own(states, rule));
  return differences;
}

function sorted(items: readonly string[] | undefined): readonly string[] | undefined {
  return items === undefined ? undefined : [...new Set(items)].sort();
}
