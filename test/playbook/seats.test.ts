import { describe, expect, it } from 'vitest';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { codes, decision, filled, head, member, now, otherDigest, scene } from './company.ts';

const two = `${head}rules:
  - {name: Engineering agrees, needs: {people: {from: ml}}}
  - {name: Risk agrees, needs: {people: {from: risk, count: 2}}}
`;

describe('filling seats', () => {
  it('approves when every seat of every rule is filled', () => {
    const { judge, approve } = scene(two);
    expect(judge(approve('ml-1', 'risk-1', 'risk-2')).status).toBe('approved');
    const waiting = judge(approve('ml-1', 'risk-1'));
    expect(waiting.status).toBe('waiting');
    expect(waiting.because).toBe('Needs 1 more from risk (risk-2 or risk-3).');
    expect(waiting.rules[1]?.seats.map(({ couldBeFilledBy }) => couldBeFilledBy.map(({ person }) => person))).toEqual([
      [],
      ['risk-2', 'risk-3'],
    ]);
  });

  it('gives a person in two roles one seat, and moves them where they are needed', () => {
    const both = `${head}rules:
  - {name: Risk agrees, needs: {people: {from: risk, count: 2}}}
  - {name: Legal agrees, needs: {people: {from: legal}}}
`;
    const { judge, approve } = scene(both);
    const roles = {
      risk: [member('risk-1'), member('risk-2'), member('risk-3')],
      legal: [member('risk-1')],
    };
    expect(filled(judge(approve('risk-1', 'risk-2'), { roles }))).toEqual(['risk-1', 'risk-2', null]);
    expect(filled(judge(approve('risk-1', 'risk-2', 'risk-3'), { roles }))).toEqual(['risk-2', 'risk-3', 'risk-1']);
  });

  it('lets one person fill a seat of each rule where the playbook says so', () => {
    const { judge, approve } = scene(`${head}distinct: {one_seat_per_person: false}
rules:
  - {name: One, needs: {people: {from: ml}}}
  - {name: Two, needs: {people: {from: [ml, risk]}}}
`);
    expect(judge(approve('ml-1')).status).toBe('approved');
  });

  it('takes the newest vote of a person and never counts a withdrawn one', () => {
    const { judge, vote, approve } = scene(two);
    const votes = [...approve('ml-1', 'risk-1', 'risk-2'), vote('risk-2', decision('withdraw'))];
    expect(judge(votes).status).toBe('waiting');
    expect(codes(judge(votes))).toEqual({ 'risk-2': 'withdrawn' });
  });

  it('reports votes beyond the seats as surplus', () => {
    const { judge, approve } = scene(two);
    expect(codes(judge(approve('ml-1', 'ml-2')))).toEqual({ 'ml-2': 'surplus' });
  });

  it('blocks when too few people could ever fill the seats', () => {
    const { judge } = scene(two);
    const verdict = judge([], { roles: { ml: [member('ml-1')], risk: [member('risk-1')] } });
    expect(verdict.status).toBe('blocked');
    expect(verdict.blocks.map(({ code }) => code)).toEqual(['too_few_people']);
  });

  it('waits and asks the owner where an empty role says so', () => {
    const { policy, facts } = scene(two);
    const risk = { minTenureMs: null, excludes: [], onEmpty: 'ask_owner' as const };
    const empty = { ...facts, roles: { ...facts.roles, risk: [] } };
    expect(evaluate(policy, empty, [], now).status).toBe('blocked');
    const asking = evaluate({ ...policy, roles: { ...policy.roles, risk } }, empty, [], now);
    expect(asking.status).toBe('waiting');
    expect(asking.flags.map(({ code }) => code)).toEqual(['ask_owner']);
  });

  it('does not call a role empty whose members nobody could list', () => {
    const { judge } = scene(two);
    const roles = { ml: [member('ml-1')], risk: { unknown: 'Slack did not answer.' } };
    expect(judge([], { roles }).status).toBe('waiting');
  });
});

const line = (approver: string, more: Parameters<ReturnType<typeof scene>['judge']>[1], vote = {}) => {
  const one = scene(two);
  return codes(one.judge([one.vote(approver, vote)], more))[approver];
};
const person = (change: object) => ({
  people: { 'risk-1': { active: true, linked: true, kind: 'member' as const, ...change } },
});

describe('why a vote does not count', () => {
  it.each([
    ['unlinked', person({ linked: false })],
    ['deactivated', person({ active: false })],
    ['bot', person({ kind: 'bot' })],
    ['guest', person({ kind: 'guest' })],
    ['external', person({ kind: 'external' })],
    ['not_in_role', { roles: { ml: [], risk: [] } }],
    ['left_role', { roles: { risk: [member('risk-1', '2020-01-01T00:00:00.000Z', '2026-03-02T11:30:00.000Z')] } }],
    ['requester', { requester: { person: 'risk-1', kind: 'person' as const } }],
    ['run_owner', { runOwner: 'risk-1' }],
    ['contributor', { contributors: ['risk-1'] }],
    ['data_owner', { dataOwner: ['risk-1'] }],
    ['policy_author', { looseningAuthors: [{ person: 'risk-1', at: '2026-02-20T00:00:00.000Z' }] }],
  ])('%s keeps a vote from counting', (code, facts) => {
    expect(line('risk-1', facts)).toBe(code);
  });

  it('other_candidate, when something else was shown', () => {
    expect(line('risk-1', {}, { subject: otherDigest })).toBe('other_candidate');
  });

  it('too_old, after seven days', () => {
    expect(line('risk-1', {}, { at: '2026-02-23T11:59:59.999Z' })).toBe('too_old');
    expect(line('risk-1', {}, { at: '2026-02-23T12:00:00.000Z' })).toBeUndefined();
  });

  it('no_reason, at high criticality', () => {
    const strict = scene(two, { criticality: 'high' });
    expect(codes(strict.judge([strict.vote('risk-1', { reason: 'ok' })]))).toEqual({ 'risk-1': 'no_reason' });
    expect(line('risk-1', {}, { reason: '' })).toBeUndefined();
  });

  it('joined_after_open at high criticality, a flag at low', () => {
    const facts = { roles: { ml: [], risk: ['risk-1', 'risk-2'].map((id) => member(id, '2026-03-02T09:00:00.000Z')) } };
    const strict = scene(two, { criticality: 'high' });
    expect(codes(strict.judge(strict.approve('risk-1'), facts))).toEqual({ 'risk-1': 'joined_after_open' });
    const mild = scene(two);
    const verdict = mild.judge(mild.approve('risk-1'), facts);
    expect(codes(verdict)).toEqual({});
    expect(verdict.flags.map(({ code, person: who }) => [code, who])).toEqual([['joined_after_open', 'risk-1']]);
  });

  it('too_new and role_excluded, by the settings of the role', () => {
    const one = scene(`${head}rules: [{name: Risk agrees, needs: {people: {from: risk}}}]`);
    const risk = { minTenureMs: 14 * 86_400_000, excludes: ['ml'], onEmpty: 'block' as const };
    const policy = { ...one.policy, roles: { ...one.policy.roles, risk } };
    const at = (roles: object) => {
      const facts = { ...one.facts, roles: { ...one.facts.roles, ...roles } };
      return codes(evaluate(policy, facts, one.approve('risk-1'), now))['risk-1'];
    };
    expect(at({ risk: [member('risk-1', '2026-02-20T00:00:00.000Z')] })).toBe('too_new');
    expect(at({ ml: [member('risk-1'), member('ml-1')] })).toBe('role_excluded');
    expect(at({ ml: { unknown: 'Slack did not answer.' } })).toBe('role_excluded');
    expect(at({})).toBeUndefined();
  });

  it('reports the condition furthest down over all seats', () => {
    const one = scene(two);
    const verdict = one.judge(one.approve('ml-1'), { runOwner: 'ml-1' });
    expect(codes(verdict)).toEqual({ 'ml-1': 'run_owner' });
  });
});

describe('acting for somebody', () => {
  const delegation = {
    from: 'risk-1',
    to: 'ml-1',
    roles: ['risk'],
    start: '2026-03-01T00:00:00.000Z',
    end: '2026-03-10T00:00:00.000Z',
  };
  const delegated = (more: object = {}, vote: object = {}, facts: object = {}) => {
    const one = scene(two);
    const votes = [one.vote('ml-1', { actingFor: 'risk-1', ...vote })];
    return one.judge(votes, { delegations: [{ ...delegation, ...more }], ...facts });
  };

  it('fills one seat of the principal, and names both', () => {
    const verdict = delegated();
    expect(verdict.rules[1]?.seats[0]?.filledBy).toEqual({ person: 'ml-1', actingFor: 'risk-1' });
    expect(filled(verdict)).toEqual([null, 'ml-1', null]);
  });

  it.each([
    ['the delegation has ended', { end: '2026-03-01T18:00:00.000Z' }, {}, {}, 'delegation'],
    ['it names another role', { roles: ['legal'] }, {}, {}, 'delegation'],
    ['it is longer than allowed', { end: '2026-04-10T00:00:00.000Z' }, {}, {}, 'delegation'],
    ['no reason is given', {}, { reason: '' }, {}, 'no_reason'],
    ['the principal asked for it', {}, {}, { requester: { person: 'risk-1', kind: 'person' } }, 'requester'],
    [
      'the model is critical or unknown',
      {},
      {},
      { catalogue: { ...scene(two).facts.catalogue, criticality: { unknown: '?' } } },
      'delegation',
    ],
  ])('does not count when %s', (_, more, vote, facts, code) => {
    expect(codes(delegated(more, vote, facts))).toEqual({ 'ml-1': code });
  });

  it('does not count once the principal says no', () => {
    const one = scene(two);
    const votes = [one.vote('ml-1', { actingFor: 'risk-1' }), one.vote('risk-1', decision('withdraw'))];
    expect(codes(one.judge(votes, { delegations: [delegation] }))).toEqual({
      'ml-1': 'delegation',
      'risk-1': 'withdrawn',
    });
  });

  it('shuts out the delegate of somebody excluded', () => {
    const one = scene(two);
    const facts = { delegations: [{ ...delegation, from: 'risk-3', to: 'risk-1' }], runOwner: 'risk-3' };
    expect(codes(one.judge(one.approve('risk-1'), facts))).toEqual({ 'risk-1': 'delegate_of_excluded' });
  });
});
