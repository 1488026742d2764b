import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decided } from '#playbook/change/playbook-changes.ts';
import { scopeOf } from '#playbook/change/predicate-scope.ts';
import { type Side, seatedRoles } from '#playbook/change/sides.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { judgePredicates } from '#playbook/evaluate/judge-predicates.ts';
import type { Facts } from '#playbook/facts.ts';
import { fingerprints } from '#playbook/fingerprint.ts';
import type { Predicates, Tree } from '#playbook/keys.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Status, Verdict } from '#playbook/verdict.ts';
import type { Vote } from '#playbook/vote.ts';
import { type Ballot, ballots, knownFacts, policies } from './arbitrary.ts';
import { now, scene } from './company.ts';

/** As the loader would make it: where vetoes are not written, every role with a seat has one. */
function sideOf(policy: EffectivePolicy, writesVetoes: boolean): Side {
  const { decision, rules, evidence, block, hold, alerts, autoApprove } = policy;
  const keys = {
    decision,
    rules,
    evidence,
    alerts,
    ...(writesVetoes ? { block: { by: block.by }, hold } : {}),
    ...(autoApprove === null ? {} : { autoApprove }),
  };
  const by = writesVetoes ? block.by : seatedRoles(policy);
  const whole = { ...policy, block: { ...block, by } };
  return { policy: whole, low: whole, keys };
}

/** Without the rule, in the tree and out of it; the same if no other rule would be left in the tree. */
function withoutRule(policy: EffectivePolicy, name: string): EffectivePolicy {
  const pruned = (tree: Tree): Tree | null => {
    if (typeof tree === 'string') return tree === name ? null : tree;
    const of = ('all' in tree ? tree.all : 'any' in tree ? tree.any : tree.atLeast.of)
      .map(pruned)
      .filter((one) => one !== null);
    if (of.length === 0) return null;
    if ('all' in tree) return { all: of };
    return 'any' in tree ? { any: of } : { atLeast: { n: Math.min(tree.atLeast.n, of.length), of } };
  };
  const tree = 'tree' in policy.decision ? pruned(policy.decision.tree) : null;
  if (tree === null) return policy;
  return { ...policy, rules: policy.rules.filter((rule) => rule.name !== name), decision: { tree } };
}

const changesOfRule = [
  'replaced',
  'if',
  'people',
  'came',
  ...Array.from({ length: 8 }, () => 'same' as const),
] as const;

/** With one seat a need and no evidence, so that what hinders an approval is how the rules combine. */
function plain(policy: EffectivePolicy): EffectivePolicy {
  const rules = policy.rules.map((rule) => ({
    ...rule,
    people: rule.people.slice(0, 1).map(({ from }) => ({ from, count: 1 })),
    evidence: [],
    allow: ['requester', 'run_owner', 'contributors'] as const,
    reason: 'optional' as const,
  }));
  return { ...policy, rules, block: { ...policy.block, alsoWhen: null }, autoApprove: null };
}

/** A policy, and the same with a few of its parts taken from another one or left out. */
const pairs = fc
  .record({
    before: policies,
    other: policies,
    isPlain: fc.boolean(),
    rules: fc.array(fc.constantFrom(...changesOfRule), { minLength: 4, maxLength: 4 }),
    tree: fc.integer({ min: 0, max: 3 }),
    auto: fc.integer({ min: 0, max: 3 }),
    veto: fc.integer({ min: 0, max: 3 }),
    lifted: fc.constantFrom('same_person' as const, ['ml'], ['ml', 'risk', 'legal']),
    oneSeat: fc.integer({ min: 0, max: 3 }),
    writesVetoes: fc.boolean(),
  })
  .map((pick): readonly [EffectivePolicy, EffectivePolicy, boolean] => {
    const [first, other] = pick.isPlain ? [plain(pick.before), plain(pick.other)] : [pick.before, pick.other];
    const rules = first.rules.map((rule, at) => {
      const from = other.rules[at] ?? rule;
      if (pick.rules[at] === 'replaced') return from;
      if (pick.rules[at] === 'if') return { ...rule, if: from.if };
      return pick.rules[at] === 'people' ? { ...rule, people: from.people } : rule;
    });
    const block = { ...other.block, by: other.rules[0]?.people[0]?.from ?? ['ml'], liftedBy: pick.lifted };
    const after = {
      ...first,
      rules,
      ...(pick.tree === 0 ? { decision: other.decision } : {}),
      ...(pick.auto === 0 ? { autoApprove: other.autoApprove } : {}),
      ...(pick.veto === 0 ? { block } : {}),
      ...(pick.oneSeat === 0 ? { distinct: other.distinct } : {}),
    };
    const came = first.rules.filter((_, at) => pick.rules[at] === 'came').map(({ name }) => name);
    return [came.reduce(withoutRule, first), after, pick.writesVetoes];
  });

/** What is known of them, and not. */
const facts = fc
  .tuple(knownFacts, fc.subarray(['incident', 'champion', 'euHighRisk'], { maxLength: 2 }))
  .map(([known, hidden]): Facts => {
    const unknown = { unknown: 'Nobody said.' };
    return {
      ...known,
      ...(hidden.includes('incident') ? { incident: unknown } : {}),
      ...(hidden.includes('champion') ? { champion: unknown } : {}),
      catalogue: { ...known.catalogue, ...(hidden.includes('euHighRisk') ? { euHighRisk: unknown } : {}) },
    };
  });

/** Mostly everybody agrees, so that what is missing is seldom a vote. */
const casts = fc.oneof(
  { weight: 2, arbitrary: ballots },
  ballots.map((some) => [
    ...['ml-1', 'ml-2', 'risk-1', 'risk-2', 'legal-1', 'product-1'].map((person) => ({
      person,
      decision: 'approve' as const,
      actingFor: null,
    })),
    ...some.slice(0, 2),
  ]),
);

const rank = { error: 0, blocked: 0, waiting: 0, approved: 1, overridden: 1 } as const;

/** With the votes on the evidence as the policy shows it. */
function judged(policy: EffectivePolicy, given: Facts, cast: readonly Ballot[]): Verdict {
  const seen = fingerprints(evaluate(policy, given, [], now).evidence);
  const votes = cast.map(
    ({ person, decision, actingFor }, at): Vote => ({
      person,
      decision,
      actingFor,
      reason: 'Looks right to me.',
      at: `2026-03-02T11:00:00.${String(at).padStart(3, '0')}Z`,
      subject: given.subject.digest,
      evidence: seen,
    }),
  );
  return evaluate(policy, given, votes, now);
}

describe('a change that is called tighter throughout', () => {
  it('never approves what was not approved, whatever the facts and the votes', { timeout: 120_000 }, () => {
    let [tried, approved] = [0, 0];
    fc.assert(
      fc.property(
        pairs,
        fc.array(fc.tuple(facts, casts), { minLength: 12, maxLength: 12 }),
        ([one, other, writes], all) => {
          const sides = [sideOf(one, writes), sideOf(other, writes)] as const;
          const changes = decided(...sides);
          if (changes.length === 0 || changes.some(({ direction }) => direction !== 'tighter')) return;
          tried += 1;
          for (const [given, cast] of all) {
            const [was, is] = sides.map(({ policy }) => judged(policy, given, cast).status) as [Status, Status];
            approved += rank[was] === 1 ? 1 : 0;
            expect(rank[is], `${was} became ${is}: ${JSON.stringify(changes)}`).toBeLessThanOrEqual(rank[was]);
          }
        },
      ),
      { numRuns: 6_000 },
    );
    expect(approved).toBeGreaterThan(100);
    expect(tried).toBeGreaterThan(250);
  });

  it('has no changes where nothing changed', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(decided(sideOf(policy, true), sideOf(policy, true))).toEqual([]);
      }),
    );
  });
});

describe('the scope of a condition', () => {
  const stage = scene(
    `playbook: 1\nname: Gate\nowner: risk\napplies_to: {action: promote, models: ["**"]}\nrules: [{name: R, needs: {people: {from: ml}}}]\n`,
  );
  const bound = fc.record({ op: fc.constantFrom('<', '<=', '>', '>='), value: fc.integer({ min: 0, max: 4 }) });
  const simple: fc.Arbitrary<Predicates> = fc
    .record(
      {
        criticality: fc.subarray(['low', 'medium', 'high'], { minLength: 1 }),
        data_class: fc.subarray(['anonymous', 'personal'], { minLength: 1 }),
        use_case: fc.subarray(['pilot', 'serves_online'], { minLength: 1 }),
        metric: fc
          .record({ auc: bound, p99: bound }, { requiredKeys: [], noNullPrototype: true })
          .filter((map) => Object.keys(map).length > 0),
        first_promotion: fc.boolean(),
      },
      { requiredKeys: [], noNullPrototype: true },
    )
    .map((map) => map as Predicates);
  const nested: fc.Arbitrary<Predicates> = fc
    .record(
      {
        any_of: fc.array(simple, { minLength: 1, maxLength: 3 }),
        none_of: fc.array(simple, { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: [], noNullPrototype: true },
    )
    .chain((more) => simple.map((map) => ({ ...map, ...more })));
  const known = fc.record({
    criticality: fc.constantFrom('low', 'medium', 'high', { unknown: 'Nobody said.' }),
    dataClass: fc.oneof(fc.subarray(['anonymous', 'personal']), fc.constant({ unknown: 'Nobody said.' })),
    useCase: fc.oneof(fc.subarray(['pilot', 'serves_online']), fc.constant({ unknown: 'Nobody said.' })),
    auc: fc.option(fc.integer({ min: 0, max: 4 })),
    p99: fc.option(fc.integer({ min: 0, max: 4 })),
    champion: fc.boolean(),
  });
  const truth = (map: Predicates, pick: typeof known extends fc.Arbitrary<infer T> ? T : never) => {
    const { catalogue } = stage.facts;
    const live = Object.fromEntries(
      (['auc', 'p99'] as const).flatMap((name) => (pick[name] === null ? [] : [[name, pick[name]]])),
    );
    const judged = judgePredicates(map, {
      facts: {
        ...stage.facts,
        champion: pick.champion ? stage.facts.champion : null,
        catalogue: { ...catalogue, criticality: pick.criticality, dataClass: pick.dataClass, useCase: pick.useCase },
        live,
      } as unknown as typeof stage.facts,
      nowMs: Date.parse(now),
      mayChangeAt: () => {},
      evidenceStatus: () => null,
      inRoles: () => false,
    }).truth;
    return judged === null ? 1 : judged ? 2 : 0;
  };

  it('is what evaluation shows: a narrower condition is never nearer to true, a wider one never farther', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(nested, nested, fc.integer({ min: 0, max: 3 }), known, (a, other, keep, pick) => {
        const shared = Object.fromEntries(Object.entries(a).slice(0, keep));
        const b: Predicates = keep === 0 ? other : { ...other, ...shared };
        const scope = scopeOf(a, b);
        seen.add(scope);
        const [was, is] = [truth(a, pick), truth(b, pick)];
        if (scope === 'narrower') expect(is).toBeLessThanOrEqual(was);
        if (scope === 'wider') expect(is).toBeGreaterThanOrEqual(was);
        if (scope === 'same') expect(is).toBe(was);
      }),
      { numRuns: 8_000 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['narrower', 'unknown', 'wider']));
  });
});
