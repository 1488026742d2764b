import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { stricterOfBoth } from '#playbook/evaluate/stricter-of-both.ts';
import { missingOf } from '#playbook/explain/missing.ts';
import { type WouldApprove, wouldApprove } from '#playbook/explain/would-approve.ts';
import type { Facts } from '#playbook/facts.ts';
import { findingsSeen, fingerprints } from '#playbook/fingerprint.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { SeatHolder, Verdict } from '#playbook/verdict.ts';
import type { Vote } from '#playbook/vote.ts';
import { delegated } from './acting.ts';
import { type Ballot, ballots, knownFacts, policies } from './arbitrary.ts';
import { head, member, now, scene } from './company.ts';

type Judge = (votes: readonly Vote[]) => Verdict;

function cast(facts: Facts, shown: Verdict, one: Ballot): Vote {
  return {
    ...one,
    reason: 'Because it is good.',
    at: now,
    subject: facts.subject.digest,
    evidence: fingerprints(shown.evidence),
    findings: findingsSeen(shown.evidence),
  };
}

const isApproval = ({ status }: Verdict) => status === 'approved' || status === 'overridden';

/** Every way in which some of the people could approve, each for themselves or for somebody who let them. */
function setsOf(facts: Facts): readonly (readonly SeatHolder[])[] {
  let sets: readonly (readonly SeatHolder[])[] = [[]];
  for (const person of Object.keys(facts.people)) {
    const choices = [
      { person, actingFor: null },
      ...facts.delegations.filter(({ to }) => to === person).map(({ from }) => ({ person, actingFor: from })),
    ];
    sets = sets.flatMap((set) => [set, ...choices.map((one) => [...set, one])]);
  }
  return sets;
}

/** Tries every smaller set than the one that was found; every largest one if none was. */
function expectNoneSmaller(found: WouldApprove | null, facts: Facts, votes: readonly Vote[], judge: Judge): void {
  const everybody = Object.keys(facts.people).length;
  const shown = judge(votes);
  for (const set of setsOf(facts)) {
    if (found === null ? set.length < everybody : set.length >= found.people.length) continue;
    const approvals = set.map((one) => cast(facts, shown, { ...one, decision: 'approve' }));
    expect(isApproval(judge([...votes, ...approvals]))).toBe(false);
  }
}

function asked(
  all: readonly EffectivePolicy[],
  facts: Facts,
  votes: readonly Vote[],
  judge: Judge,
): WouldApprove | null {
  return wouldApprove({ policies: all, facts, votes, now, judge });
}

const staff = ['ml-1', 'ml-2', 'risk-1', 'risk-2', 'legal-1', 'product-1'];
const onlyStaff = (facts: Facts): Facts => ({
  ...facts,
  people: Object.fromEntries(Object.entries(facts.people).filter(([id]) => staff.includes(id))),
});
const small = knownFacts.map(onlyStaff);

/** Facts under which people alone decide: the evidence passes, nobody is excluded, every role has three members. */
const auc = { value: 0.9, asOf: '2026-03-01T00:00:00.000Z', producer: 'eval' };
const p99 = { value: 80, asOf: '2026-03-01T00:00:00.000Z', producer: 'eval' };
const open = small.map(
  (facts): Facts => ({
    ...facts,
    requester: { person: 'ops', kind: 'person' },
    runOwner: null,
    contributors: [],
    incident: false,
    metrics: { ...facts.metrics, candidate: { auc, p99 } },
    roles: {
      ...facts.roles,
      ml: ['ml-1', 'ml-2', 'product-1'].map((id) => member(id)),
      risk: ['risk-1', 'risk-2', 'ml-2'].map((id) => member(id)),
      legal: ['legal-1', 'product-1', 'risk-1'].map((id) => member(id)),
    },
  }),
);
const either = fc.oneof(small, open);

/** With one seat a rule and nothing else, so that people alone decide. */
function aSeatEach(policy: EffectivePolicy): EffectivePolicy {
  const rules = policy.rules.map((rule) => ({
    ...rule,
    if: null,
    evidence: [],
    people: rule.people.slice(0, 1).map(({ from }) => ({ from, count: 1 })),
  }));
  return { ...policy, rules, autoApprove: null };
}

describe('who would approve', () => {
  test('those whose approval is named do approve, and fewer people never can', () => {
    let could = 0;
    fc.assert(
      fc.property(policies, either, ballots, (policy, facts, some) => {
        const shown = evaluate(policy, facts, [], now);
        const votes = some.map((one) => cast(facts, shown, one));
        const judge: Judge = (all) => evaluate(policy, facts, all, now);
        const found = asked([policy], facts, votes, judge);
        expectNoneSmaller(found, facts, votes, judge);
        if (found === null) return;
        could += found.people.length > 0 ? 1 : 0;
        expect(found.smallest).toBe(true);
        const approvals = found.people.map((one) => cast(facts, judge(votes), { ...one, decision: 'approve' }));
        expect(isApproval(judge([...votes, ...approvals]))).toBe(true);
      }),
      { numRuns: 250 },
    );
    expect(could).toBeGreaterThan(5);
  });

  test('so it is where people act for one another, and some have taken their word back', () => {
    let could = 0;
    fc.assert(
      fc.property(policies, delegated, (given, { facts: all, ballots: some }) => {
        const policy = aSeatEach(given);
        const facts = onlyStaff(all);
        const shown = evaluate(policy, facts, [], now);
        const words = some.filter((one) => one.decision !== 'block' && one.decision !== 'reject');
        const votes = words.map((one) => cast(facts, shown, one));
        const judge: Judge = (more) => evaluate(policy, facts, more, now);
        const found = asked([policy], facts, votes, judge);
        expectNoneSmaller(found, facts, votes, judge);
        if (found === null) return;
        could += found.people.length > 0 ? 1 : 0;
        expect(found.smallest).toBe(true);
        const approvals = found.people.map((one) => cast(facts, judge(votes), { ...one, decision: 'approve' }));
        expect(isApproval(judge([...votes, ...approvals]))).toBe(true);
      }),
      { numRuns: 250 },
    );
    expect(could).toBeGreaterThan(5);
  });

  test('under two policies they approve both', () => {
    let could = 0;
    fc.assert(
      fc.property(policies, policies, either, ballots, (pinned, current, facts, some) => {
        const judge: Judge = (all) => stricterOfBoth(pinned, current, facts, all, now);
        const shown = judge([]);
        const votes = some.map((one) => cast(facts, shown, one));
        const found = asked([pinned, current], facts, votes, judge);
        expectNoneSmaller(found, facts, votes, judge);
        if (found === null) return;
        const approvals = found.people.map((one) => cast(facts, judge(votes), { ...one, decision: 'approve' }));
        expect(isApproval(judge([...votes, ...approvals]))).toBe(true);
        could += found.people.length > 0 ? 1 : 0;
      }),
      { numRuns: 150 },
    );
    expect(could).toBeGreaterThan(0);
  });

  test('what is missing is empty exactly when it is approved and no gate is closed', () => {
    fc.assert(
      fc.property(policies, knownFacts, ballots, (policy, facts, some) => {
        const shown = evaluate(policy, facts, [], now);
        const verdict = evaluate(
          policy,
          facts,
          some.map((one) => cast(facts, shown, one)),
          now,
        );
        const missing = missingOf(verdict, [policy]);
        if (verdict.status === 'error') return;
        expect(missing.length === 0).toBe(isApproval(verdict) && verdict.gates.length === 0);
      }),
    );
  });
});

const gate = (rules: string) => `${head}rules:\n${rules}\n`;

describe('the people of a request', () => {
  test('one person fills two rules only where the playbook lets one', () => {
    const rules = `  - {name: A, needs: {people: {from: [ml, risk]}}}
  - {name: B, needs: {people: {from: [risk, legal]}}}`;
    const together = scene(gate(rules));
    expect(answer(together)).toEqual({ people: ['legal-1', 'ml-1'], smallest: true });
    const apart = scene(`${gate(rules)}distinct: {one_seat_per_person: false}\n`);
    expect(answer(apart)).toEqual({ people: ['risk-1'], smallest: true });
  });

  test('a way with fewer people is found although another one is shown', () => {
    const made = scene(
      `${gate(`  - {name: Two, needs: {people: {from: ml, count: 2}}}
  - {name: Broken, needs: {people: {from: risk}, facts: {incident: open}}}`)}decision: {any: [Two, Broken]}\n`,
      { facts: { incident: false } },
    );
    expect(answer(made)).toEqual({ people: ['ml-1', 'ml-2'], smallest: true });
  });

  test('nobody can where evidence fails, someone blocks, or the seats cannot be filled', () => {
    const rules = gate('  - {name: A, needs: {people: {from: ml}, facts: {incident: none}}}');
    expect(answer(scene(rules, { facts: { incident: true } }))).toBeNull();
    const blocked = scene(rules, { facts: { incident: false } });
    expect(answer(blocked, [blocked.vote('ml-2', { decision: 'block' })])).toBeNull();
    const alone = gate('  - {name: A, needs: {people: {from: legal}}}');
    expect(answer(scene(alone, { facts: { requester: { person: 'legal-1', kind: 'person' } } }))).toBeNull();
  });

  test('a principal approves too, so that the delegate can for themselves', () => {
    const span = { start: '2026-03-01T00:00:00.000Z', end: '2026-03-08T00:00:00.000Z' };
    const made = scene(gate('  - {name: A, needs: {people: {from: risk, count: 2}}}'), {
      facts: {
        roles: { risk: [member('risk-1'), member('risk-2')] },
        delegations: [{ from: 'risk-1', to: 'risk-2', roles: ['risk'], ...span }],
      },
    });
    expect(answer(made, [made.vote('risk-2', { actingFor: 'risk-1' })])).toEqual({
      people: ['risk-1', 'risk-2'],
      smallest: true,
    });
  });

  describe('somebody whose no holds back the vote of their delegate', () => {
    const span = { start: '2026-03-01T00:00:00.000Z', end: '2026-03-08T00:00:00.000Z' };
    const gone = { active: true, linked: false, kind: 'member' as const };
    const made = scene(
      gate(`  - {name: A, needs: {people: {from: ml}}}
  - {name: B, needs: {people: {from: legal}}}`),
    );
    const roles = { ...made.facts.roles, ml: [member('ml-1')], legal: [member('legal-1')] };
    const delegations = [
      { from: 'ml-1', to: 'legal-1', roles: ['ml'], ...span },
      { from: 'legal-1', to: 'risk-1', roles: ['legal'], ...span },
    ];
    const facts = { ...made.facts, people: { ...made.facts.people, 'ml-1': gone }, roles, delegations };
    const no = made.vote('legal-1', { decision: 'withdraw' });
    const judge: Judge = (votes) => evaluate(made.policy, facts, votes, now);

    test('fills two seats at once, where anybody else fills one: for whom they act, and by that vote', () => {
      const votes = [made.vote('risk-1', { actingFor: 'legal-1' }), no];
      const more = { ...facts, roles: { ...roles, ml: [member('ml-1'), member('finance-1')] } };
      const people = [{ person: 'legal-1', actingFor: 'ml-1' }];
      const found = asked([made.policy], more, votes, (all) => evaluate(made.policy, more, all, now));
      expect(found).toEqual({ people, smallest: true });
    });

    test('can take it back, so it makes no too few people of enough', () => {
      expect(judge([no]).status).toBe('waiting');
      expect(asked([made.policy], facts, [no], judge)?.people).toEqual([
        { person: 'legal-1', actingFor: 'ml-1' },
        { person: 'risk-1', actingFor: 'legal-1' },
      ]);
      const left = { ...facts, people: { ...facts.people, 'legal-1': gone } };
      expect(evaluate(made.policy, left, [no], now).blocks.map(({ code }) => code)).toEqual(['too_few_people']);
    });
  });

  test('an approval that grew old is asked for again', () => {
    const made = scene(gate('  - {name: A, needs: {people: {from: legal}}}'));
    const old = made.vote('legal-1', { at: '2026-02-01T00:00:00.000Z' });
    expect(answer(made, [old])).toEqual({ people: ['legal-1'], smallest: true });
  });
});

function answer({ policy, facts, judge }: ReturnType<typeof scene>, votes: readonly Vote[] = []) {
  const found = wouldApprove({ policies: [policy], facts, votes, now, judge: (all) => judge(all) });
  return found && { people: found.people.map(({ person }) => person).toSorted(), smallest: found.smallest };
}
