import fc from 'fast-check';
import { expect, it } from 'vitest';
import { epochMs, instantAt } from '#domain/instant.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import type { Facts } from '#playbook/facts.ts';
import { fingerprints } from '#playbook/fingerprint.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Verdict } from '#playbook/verdict.ts';
import type { Vote } from '#playbook/vote.ts';
import { type Ballot, knownFacts, policies } from './arbitrary.ts';
import { now } from './company.ts';

const people = ['ml-1', 'ml-2', 'risk-1', 'risk-2', 'legal-1', 'product-1'];
const terms = { start: '2026-03-01T00:00:00.000Z', end: '2026-03-08T00:00:00.000Z' };

const delegations: fc.Arbitrary<Facts['delegations']> = fc.array(
  fc.record({
    from: fc.constantFrom(...people),
    to: fc.constantFrom('product-1', 'risk-2', 'ml-2'),
    roles: fc.constant(['ml', 'risk', 'legal']),
    start: fc.constant(terms.start),
    end: fc.constant(terms.end),
  }),
  { maxLength: 5 },
);

const votes: fc.Arbitrary<readonly Ballot[]> = fc.array(
  fc.record({
    person: fc.constantFrom(...people),
    decision: fc.constantFrom('approve', 'approve', 'approve', 'withdraw'),
    actingFor: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, fc.constantFrom(...people)),
  }),
  { maxLength: 6 },
);

/** One way to an approval: every rule, whatever the facts, each person in one seat. */
function oneRoute(policy: EffectivePolicy): EffectivePolicy {
  const rules = policy.rules.map((rule) => ({ ...rule, if: null }));
  const tree = { all: rules.map(({ name }) => name) };
  return { ...policy, rules, decision: { tree }, distinct: { ...policy.distinct, oneSeatPerPerson: true } };
}

const seats = ({ rules }: Verdict) => rules.flatMap((rule) => rule.seats);
const filled = (verdict: Verdict) => seats(verdict).filter(({ filledBy }) => filledBy !== null).length;

function cast(ballots: readonly Ballot[], facts: Facts, evidence: Vote['evidence']): readonly Vote[] {
  return ballots.map((ballot, index) => ({
    ...ballot,
    reason: 'For good reasons.',
    at: instantAt(epochMs('2026-03-02T10:00:00.000Z') + index * 60_000),
    subject: facts.subject.digest,
    evidence,
  }));
}

it('names everybody whose approval fills one seat more, and nobody else', () => {
  let [helping, useless] = [0, 0];
  fc.assert(
    fc.property(policies, knownFacts, delegations, votes, (given, known, some, ballots) => {
      const policy = oneRoute(given);
      const facts = { ...known, delegations: some };
      const evidence = fingerprints(evaluate(policy, facts, [], now).evidence);
      const before = evaluate(policy, facts, cast(ballots, facts, evidence), now);
      const named = new Set(
        seats(before).flatMap(({ couldBeFilledBy }) => couldBeFilledBy.map((one) => `${one.person} ${one.actingFor}`)),
      );
      const casters = [
        ...people.map((person) => ({ person, actingFor: null })),
        ...some.filter(({ from, to }) => from !== to).map(({ from, to }) => ({ person: to, actingFor: from })),
      ];
      for (const { person, actingFor } of casters) {
        const more: Ballot = { person, actingFor, decision: 'approve' };
        const after = evaluate(policy, facts, cast([...ballots, more], facts, evidence), now);
        const helps = filled(after) > filled(before);
        expect(named.has(`${person} ${actingFor}`), `${person} for ${actingFor}`).toBe(helps);
        if (helps) helping += 1;
        else useless += 1;
      }
    }),
    { numRuns: 400 },
  );
  expect(helping).toBeGreaterThan(30);
  expect(useless).toBeGreaterThan(30);
});
