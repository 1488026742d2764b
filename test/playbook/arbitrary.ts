import fc from 'fast-check';
import type { Facts } from '#playbook/facts.ts';
import type { Tree } from '#playbook/keys.ts';
import type { EffectivePolicy, EffectiveRule } from '#playbook/playbook.ts';
import type { Vote } from '#playbook/vote.ts';
import { head, member, scene } from './company.ts';

/** A company of six people in three roles, and evidence and conditions to build random playbooks from. */
const stage = scene(
  `${head}evidence:
  - {id: quality, title: Quality, check: {metric: auc, op: ">=", value: 0.8}, max_age: 3d}
  - {id: speed, title: Speed, check: {metric: p99, op: "<=", value: 90}, cares: [ml]}
rules: [{name: R, needs: {people: {from: ml}}}]
delegation: {not_for: {criticality: critical}}
`,
  { assumed: false, criticality: 'low' },
);

const people = ['ml-1', 'ml-2', 'risk-1', 'risk-2', 'legal-1', 'product-1'];
const roles = ['ml', 'risk', 'legal'];
const names = ['A', 'B', 'C', 'D'];

const conditions = [
  null,
  { incident: 'open' },
  { first_promotion: true },
  { changed: ['data'] },
  { eu_high_risk: false },
];

const rule = (name: string): fc.Arbitrary<EffectiveRule> =>
  fc
    .record({
      people: fc.array(
        fc.record({ from: fc.subarray(roles, { minLength: 1 }), count: fc.integer({ min: 1, max: 2 }) }),
        { maxLength: 2 },
      ),
      evidence: fc.subarray(['quality', 'speed']),
      if: fc.constantFrom(...conditions),
      allow: fc.subarray(['requester', 'run_owner', 'contributors'] as const),
      reason: fc.constantFrom('required' as const, 'optional' as const),
    })
    .map((parts) => ({ ...parts, name, why: null, facts: null, maxAgeMs: 7 * 86_400_000 }));

const tree: fc.Arbitrary<Tree> = fc
  .tuple(
    fc.shuffledSubarray(names, { minLength: 1 }),
    fc.array(fc.constantFrom('all', 'any', 'atLeast'), { minLength: 3, maxLength: 3 }),
  )
  .map(([leaves, kinds]) => {
    const node = (kind: string | undefined, of: readonly Tree[]): Tree =>
      kind === 'any' ? { any: of } : kind === 'all' ? { all: of } : { atLeast: { n: Math.ceil(of.length / 2), of } };
    const [first, second, ...rest] = leaves as [string, ...string[]];
    if (second === undefined) return first;
    return node(kinds[0], [node(kinds[1], [first, second]), ...(rest.length > 0 ? [node(kinds[2], rest)] : [])]);
  });

export const policies: fc.Arbitrary<EffectivePolicy> = fc
  .record({
    rules: fc.tuple(...names.map(rule)),
    tree,
    oneSeat: fc.boolean(),
    auto: fc.boolean(),
    alsoWhen: fc.boolean(),
  })
  .map(({ rules, tree: root, oneSeat, auto, alsoWhen }) => ({
    ...stage.policy,
    rules,
    decision: { tree: root },
    block: { by: roles, liftedBy: 'same_person' as const, alsoWhen: alsoWhen ? { incident: 'open' } : null },
    distinct: { ...stage.policy.distinct, oneSeatPerPerson: oneSeat, unknownPeople: 'block' as const },
    evidence: stage.policy.evidence.map((item) => (item.id === 'quality' ? { ...item, cares: roles } : item)),
    autoApprove: auto
      ? { if: { incident: ['none'].join() }, evidence: ['quality'], because: 'Small.', sample: null }
      : null,
  }));

const metric = (low: number, high: number) =>
  fc.record({
    value: fc.oneof({ weight: 6, arbitrary: fc.double({ min: low, max: high, noNaN: true }) }, fc.constant(null)),
    asOf: fc.constantFrom('2026-03-01T00:00:00.000Z', '2026-02-20T00:00:00.000Z'),
    producer: fc.constantFrom('eval', 'person'),
  });

export const knownFacts: fc.Arbitrary<Facts> = fc
  .record({
    requester: fc.constantFrom(...people, 'ops'),
    runOwner: fc.constantFrom(...people, null),
    contributors: fc.subarray(people, { maxLength: 2 }),
    incident: fc.boolean(),
    champion: fc.boolean(),
    changed: fc.boolean(),
    euHighRisk: fc.boolean(),
    auc: metric(0.75, 1),
    p99: metric(60, 100),
    members: fc.array(fc.tuple(fc.constantFrom(...roles), fc.constantFrom(...people)), { maxLength: 12 }),
  })
  .map((pick): Facts => {
    const { facts } = stage;
    const parts = { ...facts.subject.parts, ...(pick.changed ? { data: 'sha256:before' } : {}) };
    return {
      ...facts,
      requester: { person: pick.requester, kind: 'person' },
      runOwner: pick.runOwner,
      contributors: pick.contributors,
      incident: pick.incident,
      champion: pick.champion ? { version: '1', digest: 'sha256:c', parts, since: '2026-01-01T00:00:00.000Z' } : null,
      catalogue: { ...facts.catalogue, criticality: 'low', euHighRisk: pick.euHighRisk },
      metrics: { candidate: { auc: pick.auc, p99: pick.p99 }, champion: {}, baseline: null },
      roles: {
        ...facts.roles,
        ...Object.fromEntries(
          roles.map((role) => [
            role,
            [...new Set(pick.members.filter(([one]) => one === role).map(([, person]) => person))].map((id) =>
              member(id),
            ),
          ]),
        ),
      },
      delegations: [
        {
          from: 'legal-1',
          to: 'product-1',
          roles: ['legal'],
          start: '2026-03-01T00:00:00.000Z',
          end: '2026-03-08T00:00:00.000Z',
        },
      ],
    };
  });

export interface Ballot {
  readonly person: string;
  readonly decision: Vote['decision'];
  readonly actingFor: string | null;
}

export const ballots: fc.Arbitrary<readonly Ballot[]> = fc.array(
  fc.record({
    person: fc.constantFrom(...people),
    decision: fc.oneof(
      { weight: 8, arbitrary: fc.constant('approve' as const) },
      fc.constantFrom('withdraw', 'block', 'lift', 'hold', 'release', 'reject', 'break_glass'),
    ),
    actingFor: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, fc.constant('legal-1')),
  }),
  { maxLength: 8 },
);

export const approvers = fc.constantFrom(...people);
