import fc from 'fast-check';
import type { Facts } from '#playbook/facts.ts';
import { type Ballot, knownFacts } from './arbitrary.ts';
import { member } from './company.ts';

/** Facts in which people act for one another, and votes they cast so, each with a time after that of the one before. */

const people = ['ml-1', 'ml-2', 'risk-1', 'risk-2', 'legal-1', 'product-1'];
/** These act for one another, so that what one says decides whether the vote of another counts. */
const circle = ['ml-2', 'risk-2', 'product-1'];
const anybody = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...circle) }, fc.constantFrom(...people));

const delegations: fc.Arbitrary<Facts['delegations']> = fc.array(
  fc.record({
    from: anybody,
    to: fc.constantFrom(...circle),
    roles: fc.constant(['ml', 'risk', 'legal']),
    start: fc.constant('2026-03-01T00:00:00.000Z'),
    end: fc.constant('2026-03-08T00:00:00.000Z'),
  }),
  { maxLength: 5 },
);

/** Votes for oneself, for whoever lets the voter act for them, and for anybody. */
function votesUnder(some: Facts['delegations']): fc.Arbitrary<readonly Ballot[]> {
  const allowed = some.map(({ from, to }) => ({ person: to, actingFor: from }));
  const caster = fc.oneof(
    fc.record({ person: anybody, actingFor: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, anybody) }),
    ...(allowed.length === 0 ? [] : [fc.constantFrom(...allowed)]),
  );
  const decision = fc.constantFrom('approve' as const, 'approve', 'approve', 'withdraw', 'withdraw', 'block', 'reject');
  return fc.array(
    fc.tuple(caster, decision).map(([who, what]) => ({ ...who, decision: what })),
    { maxLength: 6 },
  );
}

const value = { asOf: '2026-03-01T00:00:00.000Z', producer: 'eval' };

/** Facts under which people alone decide: each of the circle is in one role, nobody is excluded, evidence passes. */
const openFacts = knownFacts.map(
  (facts): Facts => ({
    ...facts,
    requester: { person: 'ops', kind: 'person' },
    runOwner: null,
    contributors: [],
    incident: false,
    metrics: {
      ...facts.metrics,
      candidate: { auc: { value: 0.9, ...value }, p99: { value: 80, ...value } },
    },
    roles: { ...facts.roles, ml: [member('ml-2')], risk: [member('risk-2')], legal: [member('product-1')] },
  }),
);

export const delegated: fc.Arbitrary<{ readonly facts: Facts; readonly ballots: readonly Ballot[] }> = fc
  .tuple(fc.oneof(knownFacts, openFacts), delegations)
  .chain(([facts, some]) => votesUnder(some).map((ballots) => ({ facts: { ...facts, delegations: some }, ballots })));
