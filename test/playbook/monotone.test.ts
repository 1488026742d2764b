import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#domain/canonical-json.ts';
import { epochMs, instantAt } from '#domain/instant.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import type { Facts } from '#playbook/facts.ts';
import { isUnknown } from '#playbook/facts.ts';
import { findingsSeen, fingerprints } from '#playbook/fingerprint.ts';
import type { EffectivePolicy, EffectiveRule } from '#playbook/playbook.ts';
import type { Verdict } from '#playbook/verdict.ts';
import type { Vote } from '#playbook/vote.ts';
import { now } from './company.ts';
import { type Chance, chanceOf } from './random-numbers.ts';
import { instant, randomFacts, randomPolicy, randomVotes } from './random-world.ts';

const nowMs = epochMs(now);
const yes = ({ status }: Verdict) => status === 'approved' || status === 'overridden';

interface World {
  readonly chance: Chance;
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly votes: readonly Vote[];
  readonly verdict: Verdict;
}

/** The world of a seed, with votes cast in the past on what is shown now. */
function worldOf(seed: number): World {
  const chance = chanceOf(seed);
  const [policy, facts] = [randomPolicy(chance), randomFacts(chance)];
  const votes = cast(chance, policy, facts);
  return { chance, policy, facts, votes, verdict: evaluate(policy, facts, votes, now) };
}

function cast(chance: Chance, policy: EffectivePolicy, facts: Facts): readonly Vote[] {
  const shown = fingerprints(evaluate(policy, facts, [], now).evidence);
  return randomVotes(chance, facts, shown).filter(({ at }) => epochMs(at) <= nowMs);
}

/** Says how often a law was really tried, so that it cannot hold for want of cases. */
function law(runs: number, least: number, tried: (world: World) => boolean) {
  let often = 0;
  const property = fc.property(fc.integer(), (seed) => {
    if (tried(worldOf(seed))) often += 1;
  });
  fc.assert(property, { numRuns: runs });
  expect(often).toBeGreaterThan(least);
}

const people = ['ann', 'bob', 'cyd', 'dan', 'eve'];

function approval({ policy, facts }: Pick<World, 'policy' | 'facts'>, person: string): Vote {
  const { evidence } = evaluate(policy, facts, [], now);
  return {
    person,
    decision: 'approve',
    actingFor: null,
    reason: 'For good reasons.',
    at: now,
    subject: facts.subject.digest,
    evidence: fingerprints(evidence),
    findings: findingsSeen(evidence),
  };
}

describe('more approvals', () => {
  it('never turn a yes into a no, whoever gives them', { timeout: 60_000 }, () => {
    law(1500, 50, ({ chance, policy, facts, votes, verdict }) => {
      if (!yes(verdict)) return false;
      const person = chance.one(people);
      // Who acts for somebody has one vote for both, and who left the role since cannot repeat what they said.
      const own = votes.findLast((vote) => vote.person === person && vote.decision === 'approve');
      if (own !== undefined && (own.actingFor !== null || policy.distinct.membership === 'when_voting')) return false;
      const after = evaluate(policy, facts, [...votes, approval({ policy, facts }, person)], now);
      expect(after.status).toBe(verdict.status);
      return true;
    });
  });

  it('never take a seat away on the route that is shown', { timeout: 60_000 }, () => {
    const empty = ({ rules }: Verdict) =>
      rules.flatMap(({ onRoute, seats }) => (onRoute ? seats.filter(({ filledBy }) => filledBy === null) : [])).length;
    law(700, 70, ({ chance, policy, facts, votes, verdict }) => {
      const person = chance.one(people);
      if (verdict.status !== 'waiting' || votes.some((vote) => vote.person === person)) return false;
      const after = evaluate(policy, facts, [...votes, approval({ policy, facts }, person)], now);
      if (canonicalJson(after.route) !== canonicalJson(verdict.route)) return false;
      expect(empty(after)).toBeLessThanOrEqual(empty(verdict));
      return true;
    });
  });
});

/** Whether a map of predicates asks who is in a role; such a rule may stop to apply when somebody leaves. */
function asksRoles(policy: EffectivePolicy): boolean {
  return /"(requester_in|contributor_in|only_contributors_in)"/.test(canonicalJson(policy));
}

describe('a person who leaves a role', () => {
  it('never makes a yes of a no', { timeout: 60_000 }, () => {
    law(1200, 200, ({ chance, policy, facts, votes, verdict }) => {
      const excluding = Object.values(policy.roles).some(({ excludes }) => excludes.length > 0);
      if (yes(verdict) || asksRoles(policy) || excluding) return false;
      const [role, person] = [chance.one(Object.keys(facts.roles)), chance.one(people)];
      const members = facts.roles[role] ?? [];
      if (isUnknown(members)) return false;
      const left = members.map((one) => (one.person === person && one.since < now ? { ...one, until: now } : one));
      const after = evaluate(policy, { ...facts, roles: { ...facts.roles, [role]: left } }, votes, now);
      expect(yes(after)).toBe(false);
      return true;
    });
  });
});

type Tightening = (policy: EffectivePolicy, chance: Chance) => EffectivePolicy | null;

function everyRule(change: (rule: EffectiveRule) => EffectiveRule): Tightening {
  return (policy) => ({ ...policy, rules: policy.rules.map(change) });
}

const hour = 3_600_000;
const tightenings: Readonly<Record<string, Tightening>> = {
  'fewer roles in a pool': everyRule((rule) => ({
    ...rule,
    people: rule.people.map((need) => ({ ...need, from: need.from.slice(0, 1) })),
  })),
  'more people': everyRule((rule) => ({
    ...rule,
    people: rule.people.map((need) => ({ ...need, count: need.count + 1 })),
  })),
  'one more need': everyRule((rule) =>
    rule.people.length === 0
      ? rule
      : { ...rule, people: [...rule.people, { from: ['ml', 'risk', 'legal'], count: 1 }] },
  ),
  'no exclusion lifted': everyRule((rule) => ({ ...rule, allow: [] })),
  'younger approvals': everyRule((rule) => ({ ...rule, maxAgeMs: Math.floor(rule.maxAgeMs / 4) })),
  'a reason': everyRule((rule) => ({ ...rule, reason: 'required' as const })),
  'more evidence': (policy) =>
    everyRule((rule) => ({ ...rule, evidence: policy.evidence.map(({ id }) => id) }))(policy, chanceOf(0)),
  'more facts': everyRule((rule) => ({ ...rule, facts: rule.facts ?? { incident: 'none' } })),
  'one more rule under all': (policy) => {
    if (!('tree' in policy.decision)) return null;
    const [first] = policy.rules;
    // A way of evidence alone is closed, and opens with a person on it: see decision 017.
    if (first === undefined || policy.rules.some(({ people: needs }) => needs.length === 0)) return null;
    const added = { ...first, name: 'More', if: null, people: [{ from: ['legal'], count: 1 }] };
    return { ...policy, rules: [...policy.rules, added], decision: { tree: { all: [policy.decision.tree, 'More'] } } };
  },
  'fewer ways in any': (policy) => {
    if (!('tree' in policy.decision) || typeof policy.decision.tree === 'string') return null;
    const { tree } = policy.decision;
    return 'any' in tree && tree.any.length > 1 ? { ...policy, decision: { tree: { any: tree.any.slice(1) } } } : null;
  },
  'more of at_least': (policy) => {
    if (!('tree' in policy.decision) || typeof policy.decision.tree === 'string') return null;
    const { tree } = policy.decision;
    if (!('atLeast' in tree) || tree.atLeast.n >= tree.atLeast.of.length) return null;
    return { ...policy, decision: { tree: { atLeast: { ...tree.atLeast, n: tree.atLeast.n + 1 } } } };
  },
  'one more veto': (policy) => ({ ...policy, block: { ...policy.block, by: ['ml', 'risk', 'legal', 'platform'] } }),
  'an automatic veto': (policy) => ({
    ...policy,
    block: { ...policy.block, alsoWhen: policy.block.alsoWhen ?? { incident: 'open' } },
  }),
  'lifted by nobody else': (policy) =>
    policy.block.liftedBy === 'same_person'
      ? null
      : { ...policy, block: { ...policy.block, by: policy.block.by, liftedBy: [] } },
  'one seat a person': (policy) => ({ ...policy, distinct: { ...policy.distinct, oneSeatPerPerson: true } }),
  'membership then and now': (policy) => ({ ...policy, distinct: { ...policy.distinct, membership: 'both' } }),
  'no newcomers': (policy) => ({ ...policy, distinct: { ...policy.distinct, joinedAfterOpen: 'ignore' } }),
  'known people': (policy) => ({ ...policy, distinct: { ...policy.distinct, unknownPeople: 'block' } }),
  'a known candidate': (policy) => ({
    ...policy,
    candidate: { ...policy.candidate, mustBeKnown: ['weights', 'data'] },
  }),
  'no delegates': (policy) => ({ ...policy, delegation: { ...policy.delegation, allowed: false } }),
  'shorter delegations': (policy) => ({ ...policy, delegation: { ...policy.delegation, maxDays: 1 } }),
  'people at every time': (policy) => ({ ...policy, autoApprove: null }),
  'no emergencies': (policy) => ({ ...policy, breakGlass: null }),
  'more people in an emergency': (policy) =>
    policy.breakGlass === null
      ? null
      : { ...policy, breakGlass: { ...policy.breakGlass, count: policy.breakGlass.count + 1 } },
  'younger evidence': (policy) => ({
    ...policy,
    evidence: policy.evidence.map((item) => ({ ...item, maxAgeMs: Math.min(item.maxAgeMs ?? Infinity, 12 * hour) })),
  }),
  'evidence of one pipeline': (policy) => ({
    ...policy,
    evidence: policy.evidence.map((item) => ({ ...item, producedBy: ['nightly'] })),
  }),
  'everybody cares': (policy) => ({
    ...policy,
    evidence: policy.evidence.map((item) => ({ ...item, cares: ['ml', 'risk', 'legal', 'platform'] })),
  }),
  'all votes void when evidence changes': (policy) => ({ ...policy, onChange: { evidence: 'void_all' } }),
  'longer tenure': (policy) => ({
    ...policy,
    roles: Object.fromEntries(
      Object.entries(policy.roles).map(([role, one]) => [
        role,
        { ...one, minTenureMs: (one.minTenureMs ?? 0) + 72 * hour },
      ]),
    ),
  }),
  'more roles excluded': (policy) => ({
    ...policy,
    roles: Object.fromEntries(
      Object.entries(policy.roles).map(([role, one]) => [
        role,
        { ...one, excludes: role === 'legal' ? one.excludes : ['legal'] },
      ]),
    ),
  }),
};

/** Whether a predicate asks for the status of evidence, which a tightening of evidence changes. */
function asksEvidence(policy: EffectivePolicy): boolean {
  return /"evidence":\{/.test(canonicalJson({ ...policy, evidence: null }));
}

describe('a stricter policy', () => {
  it.each(Object.entries(tightenings))('never approves more: %s', { timeout: 60_000 }, (name, tighten) => {
    const ofEvidence = /evidence|cares/.test(name);
    const rare = ['fewer ways in any', 'more of at_least', 'lifted by nobody else'].includes(name);
    law(rare ? 1500 : 150, 25, ({ chance, policy, facts, votes, verdict }) => {
      const stricter = tighten(policy, chance);
      // Where nothing applies, a rule more opens a way: see decision 017.
      const closed = verdict.blocks.some(({ code }) => code === 'no_route' || code === 'nobody_decides');
      if (stricter === null || yes(verdict) || closed || (ofEvidence && asksEvidence(policy))) return false;
      expect(yes(evaluate(stricter, facts, votes, now))).toBe(false);
      return true;
    });
  });

  it('makes a no of a yes somewhere, in most of these ways', { timeout: 60_000 }, () => {
    const bites = new Set<string>();
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { chance, policy, facts, votes, verdict } = worldOf(seed);
        if (!yes(verdict)) return;
        for (const [name, tighten] of Object.entries(tightenings)) {
          const stricter = tighten(policy, chance);
          if (stricter !== null && !yes(evaluate(stricter, facts, votes, now))) bites.add(name);
        }
      }),
      { numRuns: 1500 },
    );
    expect(bites.size).toBeGreaterThan(Object.keys(tightenings).length / 2);
  });
});

/** The facts once a request's row remembers this verdict, as it does after every evaluation. */
function recorded(facts: Facts, { status, deadline }: Verdict, at: string): Facts {
  const approvedAt = status === 'approved' ? (facts.progress.approvedAt ?? at) : null;
  return { ...facts, progress: { approvedAt, deadline } };
}

describe('next_change_at', () => {
  const shape = (verdict: Verdict) => canonicalJson({ ...verdict, nextChangeAt: null });

  it('is never later than a change', { timeout: 60_000 }, () => {
    let changed = 0;
    law(800, 700, ({ chance, policy, facts: given, votes, verdict }) => {
      const facts = recorded(given, verdict, now);
      const first = evaluate(policy, facts, votes, now);
      const until = first.nextChangeAt === null ? nowMs + 60 * 86_400_000 : epochMs(first.nextChangeAt);
      const moments = [until - 1, nowMs + 1, nowMs + Math.floor((until - nowMs) / 2), epochMs(instant(chance))];
      for (const at of moments.filter((ms) => ms > nowMs && ms < until)) {
        expect(shape(evaluate(policy, facts, votes, instantAt(at)))).toBe(shape(first));
      }
      if (shape(evaluate(policy, facts, votes, instantAt(until))) !== shape(first)) changed += 1;
      return true;
    });
    expect(changed).toBeGreaterThan(120);
  });
});
