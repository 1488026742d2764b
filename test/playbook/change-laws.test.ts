import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decided } from '#playbook/change/playbook-changes.ts';
import { scopeOf } from '#playbook/change/predicate-scope.ts';
import type { Side } from '#playbook/change/sides.ts';
import { evaluate } from '#playbook/evaluate.ts';
import { fingerprints } from '#playbook/fingerprint.ts';
import { judgePredicates } from '#playbook/judge-predicates.ts';
import type { Predicates } from '#playbook/keys.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Vote } from '#playbook/vote.ts';
import { ballots, knownFacts, policies } from './arbitrary.ts';
import { now, scene } from './company.ts';

function sideOf(policy: EffectivePolicy): Side {
  const { decision, rules, evidence, block, hold, alerts, autoApprove } = policy;
  const keys = {
    decision,
    rules,
    evidence,
    block: { by: block.by },
    hold,
    alerts,
    ...(autoApprove === null ? {} : { autoApprove }),
  };
  return { policy, low: policy, keys };
}

/** A policy, and the same with a few of its parts taken from another one. */
const pairs = fc
  .tuple(policies, policies, fc.subarray([0, 1, 2, 3]), fc.boolean(), fc.boolean(), fc.boolean())
  .map(([before, other, replaced, tree, auto, veto]): readonly [EffectivePolicy, EffectivePolicy] => {
    const rules = before.rules.map((rule, at) => (replaced.includes(at) ? (other.rules[at] ?? rule) : rule));
    return [
      before,
      {
        ...before,
        rules,
        ...(tree ? { decision: other.decision } : {}),
        ...(auto ? { autoApprove: other.autoApprove } : {}),
        ...(veto ? { block: other.block } : {}),
      },
    ];
  });

const rank = { error: 0, blocked: 0, waiting: 0, approved: 1, overridden: 1 } as const;

describe('a change that is called tighter throughout', () => {
  it('never approves what was not approved, whatever the facts and the votes', () => {
    let tried = 0;
    fc.assert(
      fc.property(pairs, knownFacts, ballots, ([before, after], facts, cast) => {
        const changes = decided(sideOf(before), sideOf(after));
        if (changes.length === 0 || changes.some(({ direction }) => direction !== 'tighter')) return;
        tried += 1;
        const votes = (policy: EffectivePolicy): readonly Vote[] => {
          const seen = fingerprints(evaluate(policy, facts, [], now).evidence);
          return cast.map(({ person, decision, actingFor }, at) => ({
            person,
            decision,
            actingFor,
            reason: 'Looks right to me.',
            at: `2026-03-02T11:00:00.${String(at).padStart(3, '0')}Z`,
            subject: facts.subject.digest,
            evidence: seen,
          }));
        };
        const was = evaluate(before, facts, votes(before), now);
        const is = evaluate(after, facts, votes(after), now);
        expect(rank[is.status], `${was.status} became ${is.status}: ${JSON.stringify(changes)}`).toBeLessThanOrEqual(
          rank[was.status],
        );
      }),
      { numRuns: 9_000 },
    );
    expect(tried).toBeGreaterThan(250);
  });

  it('has no changes where nothing changed', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(decided(sideOf(policy), sideOf(policy))).toEqual([]);
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
  const facts = fc.record({
    criticality: fc.constantFrom('low', 'medium', 'high', { unknown: 'Nobody said.' }),
    dataClass: fc.oneof(fc.subarray(['anonymous', 'personal']), fc.constant({ unknown: 'Nobody said.' })),
    useCase: fc.oneof(fc.subarray(['pilot', 'serves_online']), fc.constant({ unknown: 'Nobody said.' })),
    auc: fc.option(fc.integer({ min: 0, max: 4 })),
    p99: fc.option(fc.integer({ min: 0, max: 4 })),
    champion: fc.boolean(),
  });
  const truth = (map: Predicates, pick: typeof facts extends fc.Arbitrary<infer T> ? T : never) => {
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
      fc.property(nested, nested, fc.integer({ min: 0, max: 3 }), facts, (a, other, keep, pick) => {
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
