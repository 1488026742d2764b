import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { judgeObligation, nextCheckAt, orderedRollback } from '#playbook/obligations.ts';
import { noReviewer } from '#playbook/reviewers.ts';
import { head, loaded, member, now, people, scene } from './company.ts';

const gate = `${head}rules:
  - {name: Engineering agrees, needs: {people: {from: ml}}}
`;
const day = 86_400_000;
const instant = (ms: number) => new Date(ms).toISOString();
const metric = (value: unknown) => ({
  candidate: { auc: { value, asOf: now, producer: 'mlflow' } },
  champion: null,
  baseline: null,
});

describe('something owed', () => {
  const { facts } = scene(gate);
  const owed = { what: 'Ranks well', check: { kind: 'metric_value', value: { metric: 'auc', op: '>=', value: 0.8 } } };
  const parsed = loaded(
    `${gate}after_approval: {obligations: [{what: Ranks well, check: {metric: auc, op: ">=", value: 0.8}, every: 7d, for: 30d, else: rollback}]}\n`,
  ).playbooks[0]?.afterApproval?.obligations?.[0];

  it('is judged as evidence is, and what has the wrong form is missing', () => {
    const check = parsed?.check ?? owed.check;
    const judge = (value: unknown) =>
      judgeObligation({ what: 'Ranks well', check }, { ...facts, metrics: metric(value) } as never, now);
    expect(judge(0.8)).toMatchObject({ status: 'passed' });
    expect(judge(0.79)).toMatchObject({ status: 'failed', because: '0.79, limit ≥ 0.8' });
    expect(judge(null)).toMatchObject({ status: 'missing' });
    expect(judge({ odd: true })).toMatchObject({ status: 'missing' });
    expect(judgeObligation({ what: 'x', check }, { ...facts, metrics: null } as never, now)).toMatchObject({
      status: 'missing',
    });
  });

  const times = fc.record({
    from: fc.integer({ min: 0, max: 10 * day }),
    every: fc.integer({ min: 60_000, max: 40 * day }),
    long: fc.integer({ min: 1, max: 400 * day }),
    slept: fc.integer({ min: 0, max: 500 * day }),
  });

  it('is looked at at whole multiples of its interval and once at the end, whatever was slept through', () => {
    fc.assert(
      fc.property(times, ({ from, every, long, slept }) => {
        const until = from + long;
        const next = nextCheckAt(
          { openedAt: instant(from), everyMs: every, untilAt: instant(until) },
          instant(from + slept),
        );
        if (slept >= long) {
          expect(next).toBeNull();
          return;
        }
        const at = Date.parse(next ?? '');
        expect(at).toBeGreaterThan(from + slept);
        expect(at).toBeLessThanOrEqual(Math.min(until, from + slept + every));
        expect(at === until || (at - from) % every === 0).toBe(true);
      }),
    );
  });
});

describe('a rollback that a playbook orders', () => {
  const strict = `${gate}timing: {wait_after_approval: 2h}
block: {by: risk, also_when: {incident: open}}
auto_approve: {if: {criticality: [low]}, needs: {evidence: []}, because: Small., sample: {rate: 100%, by: risk, within: 1d}}
after_approval: {set: {tags: {a: b}}, obligations: [{what: Stable, check: {drift: psi, op: "<", value: 0.2}, every: 1d, for: 2d, else: rollback}]}
`;
  const { policy, facts, vote } = scene(strict);
  const unknown = { unknown: 'Nobody knows.' };
  const rollback = {
    ...facts,
    action: 'rollback',
    incident: unknown,
    runOwner: unknown,
    contributors: unknown,
    subject: { ...facts.subject, parts: {} },
  } as const;

  it('needs nobody and nothing to be known, waits for nothing, is not sampled and owes nothing', () => {
    expect(evaluate(policy, rollback, [], now).status).toBe('blocked');
    const verdict = evaluate(orderedRollback(policy, 'Ordered.'), rollback, [], now);
    expect(verdict).toMatchObject({
      status: 'approved',
      autoApproved: true,
      sampled: false,
      because: 'Ordered.',
      gates: [],
    });
    expect(orderedRollback(policy, 'Ordered.').afterApproval).toEqual({
      set: { alias: null, tags: {} },
      rollout: [],
      obligations: [],
    });
  });

  it('can be held, blocked and rejected by the same people as before', () => {
    const ordered = orderedRollback(policy, 'Ordered.');
    const by = (person: string, decision: 'hold' | 'block' | 'reject') =>
      evaluate(ordered, rollback, [vote(person, { decision })], now);
    expect(by('ml-1', 'hold').gates).toMatchObject([{ gate: 'hold' }]);
    expect(by('risk-1', 'block').status).toBe('blocked');
    expect(by('risk-1', 'reject').rejectedBy).toBe('risk-1');
    expect(by('ml-1', 'block').status).toBe('approved');
  });
});

describe('whoever looks at what was approved without people', () => {
  const set = loaded(
    `${gate}auto_approve: {if: {criticality: [low]}, needs: {evidence: []}, because: Small., sample: {rate: 10%, by: risk, within: 7d}}\n`,
    {
      'people.yaml': people.replace(
        'risk: {people: [risk-1, risk-2, risk-3]}',
        'risk: {people: [risk-1, risk-2, risk-3], excludes: [ml]}',
      ),
    },
  );
  const playbook = set.playbooks[0];
  if (playbook === undefined) throw new Error('the gate is gone');
  const policy = effectivePolicy(set, playbook, 'recs/x');
  const { facts } = scene(gate);
  const may = (person: string, more: object = {}) => noReviewer(policy, { ...facts, ...more }, ['risk'], person, now);

  it('is in the role now', () => {
    expect(may('risk-1')).toBeNull();
    expect(may('ml-1')).toBe('not_in_role');
    const left = { roles: { ...facts.roles, risk: [{ ...member('risk-1'), until: now }] } };
    expect(may('risk-1', left)).toBe('not_in_role');
    expect(may('risk-1', { roles: { ...facts.roles, risk: { unknown: 'Nobody knows.' } } })).toBe('not_in_role');
  });

  it('is not shut out by the role, and has nothing to do with the version', () => {
    expect(may('risk-1', { roles: { ...facts.roles, ml: [member('risk-1')] } })).toBe('role_excluded');
    expect(may('risk-1', { roles: { ...facts.roles, ml: { unknown: 'Nobody knows.' } } })).toBe('role_excluded');
    expect(may('risk-1', { requester: { person: 'risk-1', kind: 'person' } })).toBe('requester');
    expect(may('risk-1', { runOwner: 'risk-1' })).toBe('run_owner');
    expect(may('risk-1', { contributors: ['ml-1', 'risk-1'] })).toBe('contributor');
    expect(may('risk-1', { contributors: { unknown: 'No tag.' }, runOwner: { unknown: 'No run.' } })).toBeNull();
  });
});
