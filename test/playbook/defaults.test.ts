import { describe, expect, it } from 'vitest';
import { policyFor } from '#playbook/effective-policy.ts';
import { stricterOfBoth } from '#playbook/evaluate/stricter-of-both.ts';
import type { Criticality } from '#playbook/facts.ts';
import type { CatalogueModel, PlaybookSet } from '#playbook/playbook.ts';
import { codes, decision, head, loaded, member, now, otherDigest, scene } from './company.ts';
import { defaultValues } from './keys/default-values.ts';
import { keyTable, schemaKeys } from './keys/key-table.ts';
import { one, two, written } from './keys/written.ts';

/** Everything a folder comes to, for a model of some criticality; null: of none. */
function meaning(set: PlaybookSet, criticality: Criticality | null) {
  const { org, people, models, playbooks } = set;
  const gate = playbooks.find(({ path }) => path.endsWith('gate.yaml'));
  if (gate === undefined) throw new Error('no playbook');
  const entry = models.models[0] as CatalogueModel;
  const channel = entry.channel === org.channels.default ? null : entry.channel;
  const policy = policyFor(set, gate, { ...entry, channel, criticality });
  const registry = gate.appliesTo.registry?.length === org.connections.length ? null : gate.appliesTo.registry;
  return { org: { ...org, baseline: null }, people, policy: { ...policy, appliesTo: { ...gate.appliesTo, registry } } };
}

describe('every default', () => {
  const optional = schemaKeys().filter(({ path, needed }) => !needed && path !== 'decision.by_action');

  it('is written down for every key that may be left out', () => {
    expect(optional.length).toBeGreaterThan(70);
    expect(optional.map(({ path }) => path).filter((path) => !(path in defaultValues))).toEqual([]);
    expect(Object.keys(defaultValues).filter((key) => !optional.some(({ path }) => path === key))).toEqual([]);
  });

  const table = Object.entries(defaultValues).flatMap(([key, value]) =>
    value === null
      ? []
      : (['low', 'medium', 'high', 'critical', null] as const).map((criticality) => {
          const high = criticality !== 'low' && criticality !== 'medium';
          const text = typeof value === 'string' ? value : high ? value.high : value.low;
          return [key, criticality ?? 'unknown', text, criticality] as const;
        }),
  );

  it.each(table)('of %s at %s criticality is as if one wrote `%s`', (key, _name, text, criticality) => {
    const row = keyTable.find((one) => one.key === key && one.written.includes(''));
    if (row === undefined) throw new Error(`${key} is never left out in the table of keys`);
    const unwritten = row.written[0] === '' ? 0 : 1;
    const spelled = { ...row, written: [text, text] } as const;
    expect(meaning(written(spelled, 0).set, criticality)).toEqual(meaning(written(row, unwritten).set, criticality));
  });
});

describe('the safe side (§12)', () => {
  const seated = ['ml-1', 'risk-1'];
  const role = (...ids: readonly string[]) => ids.map((id) => member(id));

  it('no playbook, no route and no seat are closed', () => {
    const { judge } = scene(head + one.replace('name: R', 'name: R, if: {incident: open}'));
    expect(judge([], { incident: false }).blocks.map(({ code }) => code)).toEqual(['no_route']);
    const paper = `${head}rules: [{name: R, needs: {facts: {incident: none}}}]`;
    expect(
      scene(paper)
        .judge([], { incident: false })
        .blocks.map(({ code }) => code),
    ).toEqual(['nobody_decides']);
  });

  it.each([
    ['the requester', { requester: { person: 'ml-1', kind: 'person' as const } }],
    ['the run owner', { runOwner: 'ml-1' }],
    ['a contributor', { contributors: ['x', 'ml-1'] }],
    ['the data owner', { dataOwner: ['ml-1'] }],
    ['a bot', { people: { 'ml-1': { active: true, linked: true, kind: 'bot' as const } } }],
    ['a guest', { people: { 'ml-1': { active: true, linked: true, kind: 'guest' as const } } }],
    ['an external user', { people: { 'ml-1': { active: true, linked: true, kind: 'external' as const } } }],
    [
      'the delegate of the run owner',
      {
        runOwner: 'ml-2',
        delegations: [{ from: 'ml-2', to: 'ml-1', roles: ['legal'], start: '2026-01-01', end: '2027-01-01' }],
      },
    ],
  ])('%s has no seat', (_, facts) => {
    const { judge, approve } = scene(head + one);
    expect(judge(approve('ml-1')).status).toBe('approved');
    expect(judge(approve('ml-1'), facts).status).not.toBe('approved');
  });

  it('every role with a seat has a veto, and only the same person lifts it', () => {
    const { judge, approve, vote } = scene(head + two);
    for (const person of ['ml-2', 'risk-2']) {
      const blocked = [...approve(...seated), vote(person, decision('block'))];
      expect(judge(blocked).status).toBe('blocked');
      expect(judge([...blocked, vote('risk-3', decision('lift'))]).status).toBe('blocked');
      expect(judge([...blocked, vote(person, decision('lift'))]).status).toBe('approved');
    }
    expect(judge([...approve(...seated), vote('legal-1', decision('block'))]).status).toBe('approved');
  });

  it('a new candidate voids the votes, changed evidence asks those who care, changed policy is the stricter', () => {
    const { judge, vote, approve, policy, facts } = scene(head + one);
    expect(codes(judge([vote('ml-1', { subject: otherDigest })]))).toEqual({ 'ml-1': 'other_candidate' });
    expect(policy.onChange.evidence).toBe('ask_who_cares');
    const stricter = scene(head + two).policy;
    expect(stricterOfBoth(policy, stricter, facts, approve('ml-1'), now).status).toBe('waiting');
    expect(stricterOfBoth(stricter, policy, facts, approve('ml-1'), now).status).toBe('waiting');
  });

  it.each(['low', 'high'] as const)('a refusal, a lift and a break-glass need a reason at %s criticality', (level) => {
    const glass =
      'break_glass: {by: ml, count: 1, only_for: promote, review: {by: risk, within: 1d, if_missed: escalate}}';
    const { judge, vote, approve } = scene(head + one + glass, { criticality: level });
    const mute = { reason: 'No.' };
    expect(judge([vote('ml-2', { ...decision('block'), ...mute })]).status).toBe('waiting');
    expect(judge([vote('ml-2', { ...decision('reject'), ...mute })]).rejectedBy).toBeNull();
    expect(judge([vote('ml-2', { ...decision('break_glass'), ...mute })]).status).toBe('waiting');
    const blocked = [...approve('ml-1'), vote('ml-2', decision('block'))];
    expect(judge([...blocked, vote('ml-2', { ...decision('lift'), ...mute })]).status).toBe('blocked');
    expect(codes(judge([vote('ml-1', mute)]))).toEqual(level === 'high' ? { 'ml-1': 'no_reason' } : {});
  });

  it('an approval for somebody else always needs one', () => {
    const { judge, vote } = scene(head + one);
    const delegation = { from: 'ml-2', to: 'risk-1', roles: ['ml'], start: '2026-03-01', end: '2026-03-10' };
    const acting = (reason: string) =>
      judge([vote('risk-1', { actingFor: 'ml-2', reason })], { delegations: [delegation] });
    expect(acting('Bob is on leave.').status).toBe('approved');
    expect(codes(acting('on leave'))).toEqual({ 'risk-1': 'no_reason' });
  });

  it('there is no break-glass and no approval without people unless somebody wrote it', () => {
    const { policy, judge, vote } = scene(head + one);
    expect([policy.breakGlass, policy.autoApprove]).toEqual([null, null]);
    expect(judge([vote('ml-1', decision('break_glass')), vote('ml-2', decision('break_glass'))]).status).toBe(
      'waiting',
    );
  });

  it('a changed playbook is not changed by what others say of it', () => {
    expect(loaded(head + one).playbooks).toEqual(loaded(`# A comment.\n${head}${one}`).playbooks);
  });

  it('roles are given by name, so an empty role blocks', () => {
    const { judge } = scene(head + one);
    expect(judge([], { roles: { ml: role() } }).blocks.map(({ code }) => code)).toEqual(['too_few_people']);
  });
});

describe('what is not known (§8.1)', () => {
  const unknown = { unknown: 'Nobody answered.' };
  const asks = { incident: unknown };

  it('governs under `when`, and is not approved without people', () => {
    const auto = 'auto_approve: {if: {action: promote}, needs: {evidence: []}, because: Small.}';
    const { judge } = scene(head.replace('production', 'production, when: {incident: none}') + one + auto);
    expect(judge([], { incident: false }).autoApproved).toBe(true);
    expect(judge([], asks)).toMatchObject({ status: 'waiting', autoApproved: false });
  });

  it('applies under `all` and at the root; closes a way under `any` and `at_least`', () => {
    const rules = two.replace('name: B,', 'name: B, if: {incident: open},');
    const under = (tree: string, people: readonly string[]) => {
      const { judge, approve } = scene(`${head}${rules}${tree}`);
      return judge(approve(...people), asks).status;
    };
    expect(under('', ['ml-1'])).toBe('waiting');
    expect(under('decision: {all: [A, B]}', ['ml-1', 'risk-1'])).toBe('approved');
    expect(under('decision: {any: [B, A]}', ['risk-1'])).toBe('waiting');
    expect(under('decision: {any: [B, A]}', ['ml-1'])).toBe('approved');
    expect(under('decision: {at_least: {n: 2, of: [A, B]}}', ['ml-1', 'risk-1'])).toBe('blocked');
    expect(under('decision: {any: [{all: [B]}, A]}', ['risk-1'])).toBe('waiting');
  });

  it('is not met as a fact, missing as evidence, blocks as a veto, refuses delegates, approves nothing by itself', () => {
    const facts = scene(head + one.replace('{from: ml}', '{from: ml}, facts: {incident: none}'));
    expect(facts.judge(facts.approve('ml-1'), asks).rules[0]?.facts).toMatchObject([{ met: false }]);
    const item = 'evidence: [{id: q, title: Q, check: {metric: auc, op: ">", value: 0}}]\n';
    const evidence = scene(head + item + one, { assumed: false });
    const metrics = { candidate: unknown, champion: null, baseline: null };
    expect(evidence.judge([], { metrics }).evidence[0]?.status).toBe('missing');
    const veto = scene(`${head}${one}block: {also_when: {incident: open}}`);
    expect(veto.judge(veto.approve('ml-1'), asks).blocks.map(({ code }) => code)).toEqual(['also_when']);
    const delegate = scene(`${head}${one}delegation: {not_for: {incident: open}}`);
    const delegation = { from: 'ml-2', to: 'risk-1', roles: ['ml'], start: '2026-03-01', end: '2026-03-10' };
    const acting = [delegate.vote('risk-1', { actingFor: 'ml-2' })];
    expect(delegate.judge(acting, { incident: false, delegations: [delegation] }).status).toBe('approved');
    expect(codes(delegate.judge(acting, { ...asks, delegations: [delegation] }))).toEqual({ 'risk-1': 'delegation' });
    const auto = scene(`${head}${one}auto_approve: {if: {incident: none}, needs: {evidence: []}, because: Small.}`);
    expect(auto.judge([], asks).autoApproved).toBe(false);
  });

  it('counts nobody of a role whose members nobody could list, and does not call the role empty', () => {
    const { judge, approve } = scene(head + one);
    expect(judge(approve('ml-1'), { roles: { ml: unknown } })).toMatchObject({ status: 'waiting', blocks: [] });
    const excluding = scene(head + one);
    const roles = { ml: [member('ml-1')], risk: unknown };
    const policy = {
      ...excluding.policy,
      roles: { ml: { minTenureMs: null, excludes: ['risk'], onEmpty: 'block' as const } },
    };
    const verdict = stricterOfBoth(policy, policy, { ...excluding.facts, roles }, excluding.approve('ml-1'), now);
    expect(verdict).toMatchObject({ status: 'waiting', blocks: [], votesNotCounted: [{ code: 'role_excluded' }] });
  });
});
