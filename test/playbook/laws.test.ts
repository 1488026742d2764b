import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#domain/canonical-json.ts';
import { epochMs, instantAt } from '#domain/instant.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { stricterOfBoth } from '#playbook/evaluate/stricter-of-both.ts';
import { explain } from '#playbook/explain/explain.ts';
import type { Facts } from '#playbook/facts.ts';
import { fingerprints } from '#playbook/fingerprint.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Status, Verdict } from '#playbook/verdict.ts';
import type { Vote } from '#playbook/vote.ts';
import { approvers, type Ballot, ballots, knownFacts, policies } from './arbitrary.ts';
import { now } from './company.ts';

const rank: Record<Status, number> = { error: 0, blocked: 1, waiting: 2, approved: 3, overridden: 4 };

function cast(policy: EffectivePolicy, facts: Facts, all: readonly Ballot[]): readonly Vote[] {
  const evidence = fingerprints(evaluate(policy, facts, [], now).evidence);
  return all.map((ballot, index) => ({
    ...ballot,
    reason: 'For good reasons.',
    at: instantAt(epochMs('2026-03-02T10:00:00.000Z') + index * 60_000),
    subject: facts.subject.digest,
    evidence,
  }));
}

const missingSeats = ({ rules }: Verdict) =>
  rules.filter(({ onRoute }) => onRoute).flatMap(({ seats }) => seats.filter(({ filledBy }) => filledBy === null))
    .length;

describe('evaluate', () => {
  it('is total, deterministic, and canonical', () => {
    fc.assert(
      fc.property(policies, knownFacts, ballots, (policy, facts, all) => {
        const votes = cast(policy, facts, all);
        const verdict = evaluate(policy, facts, votes, now);
        expect(verdict.status).not.toBe('error');
        expect(canonicalJson(evaluate(policy, structuredClone(facts), votes, now))).toBe(canonicalJson(verdict));
        expect(explain(verdict, null)).toBe(explain(structuredClone(verdict), null));
        expect(verdict.because).not.toBe('');
      }),
      { numRuns: 150 },
    );
  });

  it('never gets worse by one more person approving', () => {
    fc.assert(
      fc.property(policies, knownFacts, ballots, approvers, (policy, facts, all, person) => {
        fc.pre(all.every((ballot) => ballot.person !== person));
        const before = evaluate(policy, facts, cast(policy, facts, all), now);
        const after = evaluate(
          policy,
          facts,
          cast(policy, facts, [...all, { person, decision: 'approve', actingFor: null }]),
          now,
        );
        expect(rank[after.status]).toBeGreaterThanOrEqual(rank[before.status]);
        if (canonicalJson(after.route) === canonicalJson(before.route)) {
          expect(missingSeats(after)).toBeLessThanOrEqual(missingSeats(before));
        }
      }),
      { numRuns: 250 },
    );
  });

  const unknown = { unknown: 'Nobody answered.' };
  const blurs: readonly ((facts: Facts) => Facts)[] = [
    (facts) => ({ ...facts, incident: unknown }),
    (facts) => ({ ...facts, champion: unknown }),
    (facts) => ({ ...facts, runOwner: unknown }),
    (facts) => ({ ...facts, contributors: unknown }),
    (facts) => ({ ...facts, catalogue: { ...facts.catalogue, euHighRisk: unknown } }),
    (facts) => ({ ...facts, catalogue: { ...facts.catalogue, criticality: unknown } }),
    (facts) => ({ ...facts, metrics: { ...facts.metrics, candidate: unknown } }),
    (facts) => ({ ...facts, roles: { ...facts.roles, ml: unknown } }),
    (facts) => ({ ...facts, roles: { ...facts.roles, risk: unknown } }),
    (facts) => ({ ...facts, subject: { ...facts.subject, parts: { ...facts.subject.parts, data: null } } }),
    (facts) => ({ ...facts, subject: { ...facts.subject, parts: {} } }),
  ];

  it('never approves because a fact became unknown', () => {
    fc.assert(
      fc.property(policies, knownFacts, ballots, fc.constantFrom(...blurs), (policy, facts, all, blur) => {
        const votes = cast(policy, blur(facts), all);
        const known = evaluate(policy, facts, cast(policy, facts, all), now);
        const blurred = evaluate(policy, blur(facts), votes, now);
        if (known.status === 'waiting' || known.status === 'blocked') expect(blurred.status).not.toBe('approved');
      }),
      { numRuns: 400 },
    );
  });

  it('says truly who could help: each named person fills a seat', () => {
    fc.assert(
      fc.property(policies, knownFacts, ballots, (policy, facts, all) => {
        const before = evaluate(policy, facts, cast(policy, facts, all), now);
        fc.pre(before.route.length > 0);
        const onRoute = (verdict: Verdict) =>
          before.rules
            .filter((rule) => rule.onRoute)
            .every((rule) => verdict.rules.find(({ name }) => name === rule.name)?.onRoute);
        const helpers = before.rules
          .filter((rule) => rule.onRoute)
          .flatMap(({ seats }) => seats.flatMap(({ couldBeFilledBy }) => couldBeFilledBy));
        for (const { person, actingFor } of helpers.slice(0, 3)) {
          const more = [...all, { person, actingFor, decision: 'approve' as const }];
          const after = evaluate(policy, facts, cast(policy, facts, more), now);
          if (onRoute(after)) expect(missingSeats(after)).toBeLessThan(missingSeats(before));
        }
      }),
      { numRuns: 120 },
    );
  });

  it('does not change before next_change_at', () => {
    fc.assert(
      fc.property(
        policies,
        knownFacts,
        ballots,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (policy, facts, all, part) => {
          const timed = {
            ...policy,
            timing: {
              ...policy.timing,
              freeze: [
                {
                  name: 'F',
                  zone: 'UTC',
                  actions: ['promote' as const],
                  weekly: { from: 'wed 10:00', to: 'wed 11:00' },
                },
              ],
            },
          };
          const settled = { ...facts, progress: { approvedAt: now, deadline: '2026-03-09T00:00:00.000Z' } };
          const votes = cast(timed, settled, all);
          const first = evaluate(timed, settled, votes, now);
          const until = first.nextChangeAt === null ? epochMs(now) + 1e9 : epochMs(first.nextChangeAt);
          const later = instantAt(epochMs(now) + Math.floor((until - 1 - epochMs(now)) * part));
          const strip = (verdict: Verdict) => canonicalJson({ ...verdict, nextChangeAt: null });
          expect(strip(evaluate(timed, settled, votes, later))).toBe(strip(first));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('stricterOfBoth', () => {
  it('is the worse of the two, whichever is pinned', () => {
    fc.assert(
      fc.property(policies, policies, knownFacts, ballots, (pinned, current, facts, all) => {
        const votes = cast(pinned, facts, all);
        const [a, b] = [evaluate(pinned, facts, votes, now).status, evaluate(current, facts, votes, now).status];
        const both = stricterOfBoth(pinned, current, facts, votes, now);
        expect(rank[both.status]).toBe(Math.min(rank[a], rank[b]));
        expect(stricterOfBoth(current, pinned, facts, votes, now).status).toBe(both.status);
      }),
      { numRuns: 100 },
    );
  });
});
