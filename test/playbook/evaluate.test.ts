import { describe, expect, it } from 'vitest';
import { explain } from '#playbook/explain/explain.ts';
import { findingsSeen, fingerprints } from '#playbook/fingerprint.ts';
import { codes, head, now, scene } from './company.ts';

const metrics = (auc: number, champion = 0.873, more = {}) => ({
  metrics: {
    candidate: { auc: { value: auc, asOf: '2026-03-01T00:00:00.000Z', producer: 'eval', ...more } },
    champion: { auc: { value: champion, asOf: null, producer: 'eval' } },
    baseline: null,
  },
});

const quality = (more = '') => `${head}evidence:
  - id: quality
    title: Ranks as well as today
    check: {metric: auc, op: ">=", of: champion, tolerance: 0.002}
    ${more}
rules:
  - {name: Engineering agrees, needs: {people: {from: ml}, evidence: [quality]}}
  - {name: Product agrees, needs: {people: {from: product}}}
`;
const yes = ['ml-1', 'product-1'];

describe('evidence', () => {
  it('gates the rule that names it, exactly at the limit', () => {
    const { judge, approve } = scene(quality(), { assumed: false, facts: metrics(0.871) });
    const passed = judge(approve(...yes));
    expect(passed.status).toBe('approved');
    expect(passed.rules[0]?.evidence[0]).toMatchObject({ status: 'passed', because: '0.871 against 0.873 - 0.002' });
    expect(passed.evidence[0]?.shown).toEqual({ candidate: '0.871', reference: '0.873', limit: '≥ 0.871' });
    const failed = scene(quality(), { assumed: false, facts: metrics(0.8709) });
    const verdict = failed.judge(failed.approve(...yes));
    expect(verdict.status).toBe('waiting');
    expect(verdict.because).toBe('Ranks as well as today: failed (0.8709 against 0.873 - 0.002).');
  });

  it('is stale once older than max_age, and says when that will be', () => {
    const one = scene(quality('max_age: 2d'), { assumed: false, facts: metrics(0.9) });
    expect(one.judge(one.approve(...yes))).toMatchObject({
      status: 'approved',
      nextChangeAt: '2026-03-03T00:00:00.001Z',
    });
    const votes = one.approve(...yes);
    expect(one.judge(votes, {}, '2026-03-03T00:00:00.000Z').evidence[0]?.status).toBe('passed');
    expect(one.judge(votes, {}, '2026-03-03T00:00:00.001Z').evidence[0]?.status).toBe('stale');
  });

  it.each([
    ['typed in by a person', quality(), { producer: 'person' }],
    ['of another pipeline', quality('produced_by: [nightly]'), {}],
    ['of an unknown date where the age matters', quality('max_age: 2d'), { asOf: null }],
    ['dated in the future', quality('max_age: 2d'), { asOf: '2026-04-01T00:00:00.000Z' }],
    ['not a number', quality(), { value: null }],
  ])('is missing when %s', (_, yaml, more) => {
    const one = scene(yaml, { assumed: false, facts: metrics(0.9, 0.873, more) });
    expect(one.judge().evidence[0]?.status).toBe('missing');
  });

  it('has an equal fingerprint for an equal re-run, and another for another value', () => {
    const print = (facts: object) => scene(quality(), { assumed: false, facts }).judge().evidence[0]?.fingerprint;
    expect(print(metrics(0.9, 0.873, { asOf: '2026-02-01T00:00:00.000Z', producer: 'other' }))).toBe(
      print(metrics(0.9)),
    );
    expect(print(metrics(0.91))).not.toBe(print(metrics(0.9)));
  });

  it('gives an error, not an exception, for facts of the wrong shape', () => {
    const one = scene(quality('max_age: 2d'), { assumed: false, facts: metrics(0.9, 0.873, { asOf: 'yesterday' }) });
    const verdict = one.judge(one.approve(...yes));
    expect([verdict.status, verdict.rules[0]?.state]).toEqual(['error', 'error']);
    expect(one.judge([], { openedAt: 'never' }).status).toBe('error');
  });
});

describe('evidence that changes after an approval', () => {
  const after = (yaml: string, before: object, then: object) => {
    const one = scene(yaml, { assumed: false, facts: before });
    const shown = one.judge().evidence;
    const seen = { evidence: fingerprints(shown), findings: findingsSeen(shown) };
    return one.judge(
      yes.map((person) => one.vote(person, seen)),
      then,
    );
  };

  it('asks again only those who care', () => {
    expect(codes(after(quality('cares: [ml]'), metrics(0.9), metrics(0.91)))).toEqual({ 'ml-1': 'evidence_changed' });
    expect(codes(after(quality(), metrics(0.9), metrics(0.91)))).toEqual({
      'ml-1': 'evidence_changed',
      'product-1': 'evidence_changed',
    });
  });

  it('voids all votes where the playbook says so', () => {
    const yaml = `${quality('cares: [ml]')}on_change: {evidence: void_all}`;
    expect(Object.keys(codes(after(yaml, metrics(0.9), metrics(0.91))))).toEqual(yes);
  });

  it('asks again only for new findings where the playbook says so', () => {
    const yaml = `${quality()}on_change: {evidence: new_findings_only}`;
    expect(codes(after(yaml, metrics(0.8), metrics(0.9)))).toEqual({});
    expect(codes(after(yaml, metrics(0.8), metrics(0.81)))).toEqual({});
    expect(Object.keys(codes(after(yaml, metrics(0.9), metrics(0.8))))).toEqual(yes);
  });
});

describe('rules that do not apply', () => {
  const rules = `${head}rules:
  - {name: Always, needs: {people: {from: ml}}}
  - {name: Legal for data, if: {changed: data}, needs: {people: {from: legal}}}
`;
  const champion = (changed: boolean) => {
    const { facts } = scene(rules);
    const parts = { ...facts.subject.parts, ...(changed ? { data: 'sha256:before' } : {}) };
    return { champion: { version: '1', digest: 'sha256:c', parts, since: now } };
  };

  it('are left out when the condition is false and asked for when it is unknown', () => {
    const { judge, approve } = scene(rules);
    expect(judge(approve('ml-1'), champion(false)).status).toBe('approved');
    expect(judge(approve('ml-1'), champion(true)).status).toBe('waiting');
    const unknown = judge(approve('ml-1'), { champion: { unknown: 'MLflow did not answer.' } });
    expect(unknown.status).toBe('waiting');
    expect(unknown.unknown[0]).toMatchObject({ fact: 'changed', because: 'MLflow did not answer.' });
  });

  it('close their way under any when the condition is unknown', () => {
    const any = scene(`${rules}decision: {any: [Legal for data, Always]}`);
    const unknown = { champion: { unknown: 'MLflow did not answer.' } };
    expect(any.judge(any.approve('legal-1'), unknown)).toMatchObject({
      status: 'waiting',
      routes: 1,
      route: ['Always'],
    });
    expect(any.judge(any.approve('legal-1'), champion(true)).status).toBe('approved');
  });

  it('block the request when nothing is left that a person decides', () => {
    const none = scene(`${head}rules: [{name: Legal, if: {first_promotion: true}, needs: {people: {from: legal}}}]`);
    expect(none.judge().blocks.map(({ code }) => code)).toEqual(['no_route']);
    const paper = scene(`${head}evidence: [{id: q, title: Q, check: {metric: auc, op: ">", value: 0}}]
rules: [{name: Only paper, needs: {evidence: all}}]`);
    expect(paper.judge().blocks.map(({ code }) => code)).toEqual(['nobody_decides']);
  });

  it('need their facts, and an unknown fact is not met', () => {
    const facts = scene(`${head}rules: [{name: Calm, needs: {people: {from: ml}, facts: {incident: none}}}]`);
    expect(facts.judge(facts.approve('ml-1'), { incident: false }).status).toBe('approved');
    expect(facts.judge(facts.approve('ml-1'), { incident: true }).because).toBe('incident: an alert is firing.');
    expect(facts.judge(facts.approve('ml-1'), { incident: { unknown: 'No monitor.' } }).status).toBe('waiting');
  });
});

describe('criteria of an earlier rejection', () => {
  it('are evidence of the next candidate until met', () => {
    const { judge, approve } = scene(quality(), { facts: metrics(0.9) });
    const criterion = {
      id: 'R-3-1',
      request: 'R-3',
      metric: 'auc',
      slice: null,
      op: '>=' as const,
      value: 0.92,
      due: null,
    };
    const votes = (facts: object) => {
      const evidence = fingerprints(judge([], facts).evidence);
      return approve(...yes).map((vote) => ({ ...vote, evidence }));
    };
    const unmet = { criteria: [criterion] };
    expect(judge(votes(unmet), unmet)).toMatchObject({
      status: 'waiting',
      because: 'auc ≥ 0.92, as demanded in R-3: failed (0.9, limit ≥ 0.92).',
    });
    const met = { criteria: [{ ...criterion, value: 0.9 }] };
    expect(judge(votes(met), met).status).toBe('approved');
  });

  it('are shown and decide nothing where the playbook says that they are optional', () => {
    const optional = `${quality()}after_rejection: {criteria: optional}`;
    const { judge, approve } = scene(optional, { facts: metrics(0.9) });
    const demanded = {
      id: 'R-3-1',
      request: 'R-3',
      metric: 'auc',
      slice: null,
      op: '>=' as const,
      value: 0.92,
      due: null,
    };
    const facts = { criteria: [demanded] };
    const { evidence } = judge([], facts);
    expect(evidence.find(({ id }) => id === 'R-3-1')?.status).toBe('failed');
    const votes = approve(...yes).map((vote) => ({ ...vote, evidence: fingerprints(evidence) }));
    expect(judge(votes, facts).status).toBe('approved');
    expect(judge([], facts).because).not.toContain('R-3');
  });
});

describe('approval without people', () => {
  const auto = `${quality()}auto_approve: {if: {incident: none}, needs: {evidence: all}, because: Small and reversible., sample: {rate: 10%, by: risk, within: 14d}}`;

  it('needs the condition, the evidence and no block', () => {
    const { judge, vote } = scene(auto);
    expect(judge([], { incident: false, draw: 0.5 })).toMatchObject({
      status: 'approved',
      autoApproved: true,
      sampled: false,
      because: 'Small and reversible.',
    });
    expect(judge([], { incident: true }).status).toBe('waiting');
    expect(judge([], { incident: { unknown: '?' } }).status).toBe('waiting');
    expect(judge([], { incident: false, assumedEvidence: { quality: 'stale' } }).status).toBe('waiting');
    expect(judge([vote('ml-1', { decision: 'block' })], { incident: false }).status).toBe('blocked');
  });

  it('is sampled below the rate, and when the draw is not known', () => {
    const { judge } = scene(auto);
    const sampled = (draw: unknown) => judge([], { incident: false, draw } as never);
    expect(sampled(0.1).sampled).toBe(false);
    expect(sampled(0.0999)).toMatchObject({ sampled: true, reviewDue: '2026-03-16T12:00:00.000Z', reviewBy: ['risk'] });
    expect(sampled({ unknown: '?' }).sampled).toBe(true);
  });

  it('is off while it is not known whether the playbook governs', () => {
    const yaml = auto.replace('to: production}', 'to: production, when: {eu_high_risk: false}}');
    expect(scene(yaml).judge([], { incident: false }).autoApproved).toBe(false);
  });
});

describe('gates and deadlines', () => {
  const timing = `${head}rules: [{name: Engineering agrees, needs: {people: {from: ml}}}]
timing:
  freeze: [{name: Release week, zone: UTC, from: "2026-03-02T12:00", to: "2026-03-02T14:00"}]
  wait_after_approval: 1h
  expires_after: 2d
  execute_within: 1d
`;

  it('an approved request waits for freeze, wait and lock, each with its end', () => {
    const { judge, approve } = scene(timing);
    const lock = { request: 'R-9', since: now };
    expect(judge(approve('ml-1'), { lock }).gates.map(({ gate, until }) => [gate, until])).toEqual([
      ['freeze', '2026-03-02T14:00:00.000Z'],
      ['wait', '2026-03-02T13:00:00.000Z'],
      ['lock', null],
    ]);
    expect(judge([], { lock }).gates).toEqual([]);
    const progress = { approvedAt: '2026-03-02T11:00:00.000Z', deadline: '2026-03-09T00:00:00.000Z' };
    expect(judge(approve('ml-1'), { progress }).gates.map(({ gate }) => gate)).toEqual(['freeze']);
    expect(judge(approve('ml-1'), { progress }, '2026-03-02T14:00:00.000Z').gates).toEqual([]);
    expect(judge(approve('ml-1'), { progress, action: 'rollback' }).gates).toEqual([]);
  });

  it('has until expires_after to be approved, and execute_within from the approval on', () => {
    const { judge, approve } = scene(timing);
    expect(judge()).toMatchObject({ deadline: '2026-03-03T12:00:00.000Z', expired: false });
    expect(judge(approve('ml-1'))).toMatchObject({ status: 'approved', deadline: '2026-03-03T12:00:00.000Z' });
    const late = '2026-03-03T11:00:00.000Z';
    expect(judge(approve('ml-1'), {}, late)).toMatchObject({ deadline: '2026-03-04T11:00:00.000Z', expired: false });
    expect(judge([], {}, '2026-03-03T12:00:00.000Z').expired).toBe(true);
    const progress = { approvedAt: late, deadline: '2026-03-04T11:00:00.000Z' };
    expect(judge(approve('ml-1'), { progress }, '2026-03-04T10:59:59.999Z').expired).toBe(false);
    expect(judge(approve('ml-1'), { progress }, '2026-03-04T11:00:00.000Z').expired).toBe(true);
  });
});

describe('explaining', () => {
  it('gives the tree as canonical JSON in snake case', () => {
    const { judge, approve } = scene(quality());
    const json = explain(judge(approve('ml-1')), { request: 'R-1', code: 'K7QF-92Z' });
    expect(JSON.parse(json)).toMatchObject({
      request: 'R-1',
      status: 'waiting',
      because: 'Needs 1 more from product (product-1).',
      decided_by: 'pinned',
      rules: [
        {
          name: 'Engineering agrees',
          on_route: true,
          seats: [{ filled_by: { person: 'ml-1' }, could_be_filled_by: [] }],
        },
        { name: 'Product agrees', seats: [{ filled_by: null, could_be_filled_by: ['product-1'] }] },
      ],
    });
    expect(json).not.toMatch(/[a-z][A-Z]\w*":/);
    expect(explain(judge(approve('ml-1')), { request: 'R-1', code: 'K7QF-92Z' })).toBe(json);
  });

  it('names three things in the way and how many more', () => {
    const yaml = `${head}rules:\n${['ml', 'risk', 'legal', 'product', 'finance'].map((role) => `  - {name: ${role} agrees, needs: {people: {from: ${role}}}}`).join('\n')}`;
    expect(scene(yaml).judge().because).toBe(
      'Needs 1 more from ml (ml-1, ml-2 or ml-3). Needs 1 more from risk (risk-1, risk-2 or risk-3). Needs 1 more from legal (legal-1). And 2 more.',
    );
  });
});
