import fc from 'fast-check';
import { expect, it } from 'vitest';
import { epochMs, instantAt } from '#domain/instant.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import type { Facts } from '#playbook/facts.ts';
import { fingerprints } from '#playbook/fingerprint.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Verdict } from '#playbook/verdict.ts';
import type { Vote } from '#playbook/vote.ts';
import { delegated } from './acting.ts';
import { type Ballot, policies } from './arbitrary.ts';
import { decision, head, member, now, scene } from './company.ts';

const people = ['ml-1', 'ml-2', 'risk-1', 'risk-2', 'legal-1', 'product-1'];
const terms = { start: '2026-03-01T00:00:00.000Z', end: '2026-03-08T00:00:00.000Z' };

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

/** The vote without all others but the no of whom it is cast for: it counts if it fills a seat then. */
function alone(more: Ballot, ballots: readonly Ballot[]): readonly Ballot[] {
  const said = ballots.findLast(({ person }) => person === more.actingFor);
  return said === undefined || said.decision === 'approve' ? [more] : [said, more];
}

it('names everybody whose approval counts and fills one seat more, and nobody else', () => {
  let [helping, useless] = [0, 0];
  fc.assert(
    fc.property(policies, delegated, (given, { facts, ballots }) => {
      const policy = oneRoute(given);
      const evidence = fingerprints(evaluate(policy, facts, [], now).evidence);
      const judge = (all: readonly Ballot[]) => evaluate(policy, facts, cast(all, facts, evidence), now);
      const before = judge(ballots);
      const named = new Set(
        seats(before).flatMap(({ couldBeFilledBy }) => couldBeFilledBy.map((one) => `${one.person} ${one.actingFor}`)),
      );
      const casters = [
        ...people.map((person) => ({ person, actingFor: null })),
        ...facts.delegations
          .filter(({ from, to }) => from !== to)
          .map(({ from, to }) => ({ person: to, actingFor: from })),
      ];
      for (const { person, actingFor } of casters) {
        const more: Ballot = { person, actingFor, decision: 'approve' };
        const fills = filled(judge([...ballots, more])) > filled(before);
        const helps = fills && filled(judge(alone(more, ballots))) > 0;
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

/** product-1 lets risk-2 act for them, risk-2 lets ml-2; ml-2 approved for risk-2, who has withdrawn since. */
function heldBack(rules: string, roles: Facts['roles'], more: readonly Partial<Vote>[] = []) {
  const delegated = { roles: ['ml', 'legal'], ...terms };
  const { judge, vote } = scene(`${head}rules:\n${rules}`, {
    facts: {
      roles,
      delegations: [
        { from: 'product-1', to: 'risk-2', ...delegated },
        { from: 'risk-2', to: 'ml-2', ...delegated },
      ],
    },
  });
  const votes = [
    vote('ml-2', { actingFor: 'risk-2' }),
    ...more.map((one) => vote(one.person ?? '', one)),
    vote('risk-2', { ...decision('withdraw'), actingFor: 'ml-1' }),
  ];
  const fresh = vote('risk-2', { actingFor: 'product-1' });
  return { before: judge(votes), after: judge([...votes, fresh]) };
}

const could = (verdict: Verdict) =>
  seats(verdict).map(({ couldBeFilledBy }) => couldBeFilledBy.map((one) => `${one.person} for ${one.actingFor}`));

it('names nobody whose own approval would not count, though it lets the vote of their delegate count again', () => {
  const { before, after } = heldBack('  - {name: Legal agrees, needs: {people: {from: legal}}}', {
    legal: [member('risk-2')],
  });
  expect([filled(before), filled(after)]).toEqual([0, 1]);
  expect(seats(after)[0]?.filledBy).toEqual({ person: 'ml-2', actingFor: 'risk-2' });
  expect(could(before)).toEqual([['risk-2 for null']]);
});

it('names who could fill no empty seat, but lets the vote of a delegate count again that does', () => {
  const { before, after } = heldBack(
    `  - {name: Engineering agrees, needs: {people: {from: ml}}}
  - {name: Legal agrees, needs: {people: {from: legal}}}`,
    { ml: [member('product-1'), member('ml-3')], legal: [member('risk-2')] },
    [{ person: 'ml-3' }],
  );
  expect([filled(before), filled(after)]).toEqual([1, 2]);
  expect(could(before)).toEqual([[], ['risk-2 for null', 'risk-2 for product-1']]);
});
