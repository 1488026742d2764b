import { describe, expect, it } from 'vitest';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import type { EvidenceStatus, Facts } from '#playbook/facts.ts';
import type { BlockCode, Flag, Gate, RuleState, Status, Verdict } from '#playbook/verdict.ts';
import { notCountedCodes } from '#playbook/verdict.ts';
import { codes, decision, filled, head, member, now, otherDigest, scene } from './company.ts';
import { one, two } from './keys/written.ts';

const glass =
  'break_glass: {by: ml, count: 1, only_for: promote, review: {by: risk, within: 1d, if_missed: escalate}}\n';
const auto = 'auto_approve: {if: {action: promote}, needs: {evidence: []}, because: Small.}\n';
const item = (more = '') =>
  `evidence: [{id: q, title: Q, check: {metric: auc, op: ">", value: 0.8}${more}, cares: []}]\n`;
const gated = one.replace('{from: ml}', '{from: ml}, evidence: [q]');
const metric = (value: number | null, more: object = {}): Partial<Facts> => ({
  metrics: {
    candidate: { auc: { value, asOf: '2026-03-01T12:00:00.000Z', producer: 'eval', ...more } },
    champion: null,
    baseline: null,
  },
});
const malformed = { incident: 'yes' } as never;
const unknown = { unknown: 'Nobody answered.' };
const asked = one.replace('{from: ml}', '{from: ml}, facts: {incident: none}');
const away = { from: 'ml-2', to: 'risk-1', roles: ['ml'], start: '2026-03-01', end: '2026-03-10' };

/** A verdict by playbook, who approves, and facts. */
function judged(yaml: string, people: readonly string[] = [], facts: Partial<Facts> = {}): Verdict {
  const { judge, approve } = scene(head + yaml, { assumed: false });
  return judge(approve(...people), facts);
}

describe('every status of a request', () => {
  const statuses: Record<Status, () => Verdict> = {
    error: () => judged(asked, ['ml-1'], malformed),
    blocked: () => judged(`${one}block: {also_when: {incident: open}}`, ['ml-1'], { incident: true }),
    waiting: () => judged(one),
    approved: () => judged(one, ['ml-1']),
    overridden: () => {
      const { judge, vote } = scene(head + one + glass);
      return judge([vote('ml-1', decision('break_glass'))]);
    },
  };
  it.each(Object.entries(statuses))('%s', (status, verdict) => {
    expect(verdict()).toMatchObject({ status, because: expect.stringMatching(/\S/) });
  });

  it('is the first that holds: overridden, blocked, approved without people, the state of the route', () => {
    const { judge, vote } = scene(head + one + glass + auto);
    const block = vote('ml-2', decision('block'));
    expect(judge([]).status).toBe('approved');
    expect(judge([block]).status).toBe('blocked');
    expect(judge([block, vote('ml-1', decision('break_glass'))]).status).toBe('overridden');
    expect(judge([vote('ml-1')]).autoApproved).toBe(true);
  });
});

describe('every state of a rule', () => {
  const alone = (people: readonly string[], facts: Partial<Facts> = {}) => judged(asked, people, facts).rules[0];
  const states: Record<RuleState, () => Verdict['rules'][number] | undefined> = {
    not_applicable: () =>
      judged(two.replace('name: B,', 'name: B, if: {incident: open},'), [], { incident: false }).rules[1],
    error: () => alone(['ml-1'], malformed),
    waiting: () => alone([], { incident: false }),
    approved: () => alone(['ml-1'], { incident: false }),
    blocked: () => alone([], { incident: false, roles: { ml: [] } }),
    overridden: () => {
      const { judge, vote } = scene(head + one + glass);
      return judge([vote('ml-1', decision('break_glass'))]).rules[0];
    },
  };
  it.each(Object.entries(states))('%s', (state, rule) => expect(rule()).toMatchObject({ state }));

  it('stays approved or not applicable when the request is overridden', () => {
    const { judge, vote, approve } = scene(head + two.replace('name: B,', 'name: B, if: {incident: open},') + glass);
    const votes = [...approve('ml-2'), vote('ml-1', decision('break_glass'))];
    expect(judge(votes, { incident: false }).rules.map(({ state }) => state)).toEqual(['approved', 'not_applicable']);
  });
});

describe('the route that is shown', () => {
  const three = `${two}  - {name: C, needs: {people: {from: legal}}}\n`;
  const any = (facts: Partial<Facts>, ...people: readonly string[]) =>
    judged(`${three}decision: {any: [{all: [A, B]}, C]}`, people, facts);

  it('is the best, then the one that misses least, then the first', () => {
    expect(any({}).route).toEqual(['C']);
    expect(any({}, 'ml-1').route).toEqual(['A', 'B']);
    expect(any({}, 'ml-1', 'legal-1').route).toEqual(['C']);
    expect(any({}, 'ml-1', 'risk-1').status).toBe('approved');
    expect(any({ roles: { ml: [member('ml-1')], risk: [member('risk-1')], legal: [] } }).route).toEqual(['A', 'B']);
    const even = judged(`${three}decision: {any: [B, C, A]}`);
    expect(even.route).toEqual(['B']);
  });

  it('judges a rule off it alone, and gives every route its seats anew', () => {
    const shared = two.replace('from: risk', 'from: [ml, risk]');
    const verdict = judged(`${shared}decision: {any: [A, B]}`, ['ml-1']);
    expect(verdict.route).toEqual(['A']);
    expect(verdict.rules.map(({ state, onRoute }) => [state, onRoute])).toEqual([
      ['approved', true],
      ['approved', false],
    ]);
  });

  it('is error only if a rule on it is', () => {
    const rules = `${two.replace('name: A,', 'name: A, if: {incident: none},')}decision: {any: [A, B]}`;
    expect(judged(rules, ['risk-1'], malformed).status).toBe('approved');
    expect(judged(rules.replace('any', 'all'), ['ml-1', 'risk-1'], malformed).status).toBe('error');
  });

  it('needs n of at_least, and is closed with fewer applicable children', () => {
    const rules = `${three.replace('name: C,', 'name: C, if: {incident: open},')}decision: {at_least: {n: 2, of: [A, B, C]}}`;
    expect(judged(rules, ['ml-1'], { incident: false }).status).toBe('waiting');
    expect(judged(rules, ['ml-1', 'risk-1'], { incident: false })).toMatchObject({ status: 'approved', routes: 1 });
    expect(judged(rules, ['ml-1', 'legal-1'], { incident: true })).toMatchObject({ status: 'approved', routes: 3 });
    const few = rules.replace('name: B,', 'name: B, if: {incident: open},');
    expect(judged(few, ['ml-1'], { incident: false }).blocks.map(({ code }) => code)).toEqual(['no_route']);
  });
});

describe('every block', () => {
  const votes = (...made: readonly ('block' | 'reject')[]) => {
    const { judge, vote } = scene(head + one);
    return judge(made.map((one) => vote('ml-1', decision(one))));
  };
  const { subject } = scene(head + one).facts;
  const blocks: Record<Exclude<BlockCode, 'no_current_playbook'>, () => Verdict> = {
    block: () => votes('block'),
    reject: () => votes('reject'),
    also_when: () => judged(`${one}block: {also_when: {incident: open}}`, [], { incident: true }),
    candidate_unknown: () => judged(one, [], { subject: { ...subject, parts: {} } }),
    people_unknown: () => judged(`${one}distinct: {unknown_people: block}`, [], { runOwner: unknown }),
    review_debt: () => judged(one, [], { debt: [{ request: 'R-1', due: now }] }),
    nobody_decides: () => judged('rules: [{name: R, needs: {facts: {incident: none}}}]'),
    too_few_people: () => judged(one, [], { roles: { ml: [] } }),
    no_route: () => judged(one.replace('name: R,', 'name: R, if: {incident: open},'), [], { incident: false }),
  };
  it.each(Object.entries(blocks))('%s', (code, verdict) => {
    expect(verdict()).toMatchObject({
      status: 'blocked',
      blocks: [{ code, because: expect.stringMatching(/\.$|: /) }],
    });
  });

  it('says who can lift it: the person, the roles named, and the owner once the person is gone', () => {
    const left = { roles: { ml: [member('ml-2')], risk: [], product: [] } };
    const lifters = (more: string, facts: Partial<Facts> = {}) => {
      const { judge, vote } = scene(`${head}${one}${more}`);
      return judge([vote('ml-1', decision('block'))], { ...facts }).blocks.find(({ code }) => code === 'block')
        ?.liftedBy;
    };
    const gone = {
      people: { ...scene(head + one).facts.people, 'ml-1': { active: false, linked: true, kind: 'member' as const } },
    };
    expect(lifters('')).toEqual(['ml-1']);
    expect(lifters('block: {lifted_by: [product]}')).toEqual(['product']);
    expect(lifters('', gone)).toEqual(['risk']);
    expect(lifters('block: {lifted_by: [product]}', gone)).toEqual(['product', 'risk']);
    expect(lifters('', left)).toBeUndefined();
  });
});

describe('every gate', () => {
  const wait = `${one}timing: {wait_after_approval: 1h, freeze: [{name: F, zone: UTC, from: "2026-03-02T12:00", to: "2026-03-02T12:30"}]}`;
  const { judge, approve, vote } = scene(head + wait);
  const kinds: Record<Gate['gate'], Verdict> = {
    freeze: judge(approve('ml-1')),
    wait: judge(approve('ml-1')),
    hold: judge([...approve('ml-1'), vote('ml-2', decision('hold'))]),
    lock: judge(approve('ml-1'), { lock: { request: 'R-9', since: now } }),
  };
  it.each(Object.entries(kinds))('%s keeps an approved request from being carried out', (gate, verdict) => {
    expect(verdict.status).toBe('approved');
    expect(verdict.gates.map((one) => one.gate)).toContain(gate);
  });

  it('only the lock is left once it is overridden, and none is shown before', () => {
    const broken = scene(head + wait + glass.replace('break_glass', '\nbreak_glass'));
    const votes = [broken.vote('ml-1', decision('break_glass')), broken.vote('ml-2', decision('hold'))];
    const gates = (facts: Partial<Facts>) => broken.judge(votes, facts).gates.map(({ gate }) => gate);
    expect(gates({ lock: { request: 'R-9', since: now } })).toEqual(['lock']);
    expect(judge([vote('ml-2', decision('hold'))]).gates).toEqual([]);
  });
});

describe('every status of evidence', () => {
  const statuses: Record<EvidenceStatus, readonly [string, Partial<Facts>]> = {
    passed: [item(), metric(0.9)],
    failed: [item(), metric(0.8)],
    missing: [item(), metric(null)],
    stale: [item(', max_age: 12h'), metric(0.9)],
  };
  it.each(Object.entries(statuses))('%s', (status, [evidence, facts]) => {
    const verdict = judged(evidence + gated, ['ml-1'], facts);
    expect(verdict.evidence[0]).toMatchObject({ status, because: expect.stringMatching(/\S/) });
    expect(verdict.status).toBe(status === 'passed' ? 'approved' : 'waiting');
  });

  it('gates only where something names the item', () => {
    expect(judged(item() + one, ['ml-1'], metric(0.1)).status).toBe('approved');
  });

  it.each([
    ['absent', { metrics: { candidate: {}, champion: null, baseline: null } }, ''],
    ['unreadable', { metrics: { candidate: unknown, champion: null, baseline: null } }, ''],
    ['not a number', metric(Number.NaN), ''],
    ['infinite', metric(Number.POSITIVE_INFINITY), ''],
    ['typed in by a person', metric(0.9, { producer: 'person' }), ''],
    ['of another producer', metric(0.9), ', produced_by: [nightly]'],
    ['of an unknown date', metric(0.9, { asOf: null }), ', max_age: 7d'],
    ['dated ahead of our clock', metric(0.9, { asOf: '2026-03-02T12:05:00.001Z' }), ', max_age: 7d'],
  ])('missing when %s', (_, facts, more) => {
    expect(judged(item(more) + gated, [], facts as Partial<Facts>).evidence[0]?.status).toBe('missing');
  });
});

describe('every flag', () => {
  const flags: Record<Flag['code'], () => Verdict> = {
    joined_after_open: () => judged(one, ['ml-1'], { roles: { ml: [member('ml-1', '2026-03-02T09:00:00.000Z')] } }),
    people_unknown: () => judged(one, [], { runOwner: unknown }),
    ask_owner: () => {
      const { policy, facts } = scene(head + one);
      const roles = { ml: { minTenureMs: null, excludes: [], onEmpty: 'ask_owner' as const } };
      return evaluate({ ...policy, roles }, { ...facts, roles: { ml: [] } }, [], now);
    },
    deadline_extended: () => {
      const { judge } = scene(`${head}${one}ask: {on_expiry: extend_once}\ntiming: {expires_after: 1d}`);
      return judge([], {}, '2026-03-02T12:00:00.000Z');
    },
  };
  it.each(Object.entries(flags))('%s', (code, verdict) => {
    expect(verdict().flags.map((flag) => flag.code)).toContain(code);
  });
});

describe('a deadline that is extended once', () => {
  const timing = 'timing: {expires_after: 2d, execute_within: 1d}\nask: {on_expiry: extend_once}';
  const { judge, approve } = scene(`${head}${one}${timing}`);
  const first = '2026-03-03T12:00:00.000Z';
  const second = '2026-03-05T12:00:00.000Z';
  const at = (instant: string, recorded: string | null = first) =>
    judge([], { progress: { approvedAt: null, deadline: recorded } }, instant);

  it('gives as much time again, from the first deadline on, and says when that ends', () => {
    expect(at('2026-03-03T11:59:59.999Z')).toMatchObject({ deadline: first, expired: false, nextChangeAt: first });
    for (const recorded of [null, first, second]) {
      expect(at(first, recorded)).toMatchObject({ deadline: second, expired: false, nextChangeAt: second });
      expect(at(second, recorded)).toMatchObject({ deadline: second, expired: true });
    }
  });

  it('is no deadline to be carried out', () => {
    const late = '2026-03-04T12:00:00.000Z';
    expect(judge(approve('ml-1'), {}, late)).toMatchObject({
      status: 'approved',
      deadline: '2026-03-05T12:00:00.000Z',
    });
    const progress = { approvedAt: late, deadline: '2026-03-04T13:00:00.000Z' };
    expect(judge(approve('ml-1'), { progress }, '2026-03-04T13:00:00.000Z').expired).toBe(true);
  });

  it('does not end what break-glass carries out', () => {
    const broken = scene(head + one + glass);
    const votes = [broken.vote('ml-1', { ...decision('break_glass'), at: '2026-03-08T11:59:00.000Z' })];
    expect(broken.judge(votes, {}, '2026-03-08T12:00:00.000Z')).toMatchObject({ status: 'overridden', expired: false });
    expect(broken.judge(votes, {}, '2026-03-08T15:59:00.000Z')).toMatchObject({ status: 'waiting', expired: true });
  });
});

describe('every reason why a vote does not count', () => {
  const plain = scene(head + one);
  const person = (change: object) => ({
    people: { ...plain.facts.people, 'ml-1': { active: true, linked: true, kind: 'member', ...change } },
  });
  const role = (settings: object) => ({
    policy: {
      ...plain.policy,
      roles: { ml: { minTenureMs: null, excludes: [], onEmpty: 'block' as const, ...settings } },
    },
  });
  const since = (date: string, until: string | null = null) => ({
    roles: { ml: [member('ml-1', date, until), member('ml-2')] },
  });
  const cases: Record<
    (typeof notCountedCodes)[number],
    { facts?: object; vote?: object; policy?: object; also?: string }
  > = {
    unlinked: { facts: person({ linked: false }) },
    deactivated: { facts: person({ active: false }) },
    bot: { facts: person({ kind: 'bot' }) },
    guest: { facts: person({ kind: 'guest' }) },
    external: { facts: person({ kind: 'external' }) },
    withdrawn: { vote: decision('withdraw') },
    other_candidate: { vote: { subject: otherDigest } },
    not_in_role: { facts: { roles: { ml: [member('ml-2')] } } },
    left_role: { facts: since('2020-01-01', '2026-03-02T11:30:00.000Z') },
    too_new: { facts: since('2026-02-28'), ...role({ minTenureMs: 14 * 86_400_000 }) },
    role_excluded: {
      facts: { roles: { ml: [member('ml-1'), member('ml-2')], risk: [member('ml-1')] } },
      ...role({ excludes: ['risk'] }),
    },
    joined_after_open: {
      facts: since('2026-03-02T10:00:00.000Z'),
      policy: { ...plain.policy, distinct: { ...plain.policy.distinct, joinedAfterOpen: 'ignore' } },
    },
    requester: { facts: { requester: { person: 'ml-1', kind: 'person' } } },
    run_owner: { facts: { runOwner: 'ml-1' } },
    contributor: { facts: { contributors: ['ml-1'] } },
    data_owner: { facts: { dataOwner: ['ml-1'] } },
    delegate_of_excluded: { facts: { runOwner: 'ml-2', delegations: [{ ...away, to: 'ml-1', roles: ['legal'] }] } },
    policy_author: { facts: { looseningAuthors: [{ person: 'ml-1', at: '2026-02-01' }] } },
    delegation: { vote: { actingFor: 'ml-2' } },
    evidence_changed: {
      vote: { evidence: { q: 'sha256:old' } },
      policy: scene(head + item().replace(', cares: []', '') + one).policy,
    },
    too_old: { vote: { at: '2026-02-23T11:59:59.999Z' } },
    no_reason: { vote: { actingFor: 'ml-2', reason: 'ok' }, facts: { delegations: [{ ...away, to: 'ml-1' }] } },
    surplus: { also: 'ml-2' },
  };

  it('has a case each', () => expect(Object.keys(cases)).toEqual([...notCountedCodes]));

  it.each(Object.entries(cases))('%s', (code, { facts = {}, vote = {}, policy = {}, also }) => {
    const votes = [
      ...(also === undefined ? [] : [plain.vote(also, { at: '2026-03-02T10:00:00.000Z' })]),
      plain.vote('ml-1', vote),
    ];
    const verdict = evaluate({ ...plain.policy, ...policy }, { ...plain.facts, ...facts }, votes, now);
    expect(codes(verdict)).toEqual({ 'ml-1': code });
    expect(filled(verdict)).toEqual([also ?? null]);
    expect(verdict.votesNotCounted[0]?.because).toMatch(/\S/);
  });
});
