import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#domain/canonical-json.ts';
import { epochMs } from '#domain/instant.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { stricterOfBoth } from '#playbook/evaluate/stricter-of-both.ts';
import type { Facts } from '#playbook/facts.ts';
import { findingsSeen, fingerprints } from '#playbook/fingerprint.ts';
import type { Vote } from '#playbook/vote.ts';
import { codes, decision, head, member, now, scene } from './company.ts';
import { one, two } from './keys/written.ts';

const item = (bound: number, more = '') =>
  `evidence: [{id: q, title: Q, check: {metric: auc, op: ">=", value: ${bound}}${more}}]\n`;
const gated = one.replace('{from: ml}', '{from: ml}, evidence: [q]');
const measured = (value: number, more: object = {}): Partial<Facts> => ({
  metrics: {
    candidate: { auc: { value, asOf: '2026-03-01T12:00:00.000Z', producer: 'eval', ...more } },
    champion: null,
    baseline: null,
  },
});
const long = { start: '2026-03-01', end: '2026-03-10' };

describe('evidence that two policies judge differently', () => {
  const pinned = scene(head + item(0.8) + gated, { assumed: false, facts: measured(0.9) });
  const current = scene(head + item(0.85) + gated, { assumed: false, facts: measured(0.9) });
  const both = (votes: readonly Vote[]) => stricterOfBoth(pinned.policy, current.policy, pinned.facts, votes, now);

  it('is signed as both judge it, so that a request under a changed playbook can be approved', () => {
    expect(both([pinned.vote('ml-1')])).toMatchObject({
      status: 'waiting',
      votesNotCounted: [{ code: 'evidence_changed' }],
    });
    const shown = both([]).evidence;
    expect(shown.map(({ id }) => id)).toEqual(['q', 'q']);
    const vote = pinned.vote('ml-1', { evidence: fingerprints(shown), findings: findingsSeen(shown) });
    expect(both([vote]).status).toBe('approved');
    expect(pinned.judge([vote]).status).toBe('approved');
    const worse = { ...pinned.facts, ...measured(0.86) };
    expect(stricterOfBoth(pinned.policy, current.policy, worse, [vote], now).status).toBe('waiting');
  });

  it('keeps the findings of both for who asks again for new ones only', () => {
    const yaml = (bound: number) => `${head}${item(bound)}${one}on_change: {evidence: new_findings_only}`;
    const [low, high] = [scene(yaml(0.8), { assumed: false }), scene(yaml(0.95), { assumed: false })];
    const facts = { ...low.facts, ...measured(0.9) };
    const shown = stricterOfBoth(low.policy, high.policy, facts, [], now).evidence;
    const vote = low.vote('ml-1', { evidence: fingerprints(shown), findings: findingsSeen(shown) });
    const later = { ...facts, ...measured(0.91) };
    expect(stricterOfBoth(low.policy, high.policy, later, [vote], now).status).toBe('approved');
  });
});

describe('what both policies say besides the status', () => {
  it('names a rejection that only one of them counts, and the earlier review', () => {
    const first = scene(`${head}${one}block: {by: [ml], also_when: {incident: open}}`);
    const second = scene(`${head}${one}block: {by: [risk], also_when: {incident: open}}`);
    const votes = [first.vote('risk-1', decision('reject'))];
    const facts = { ...first.facts, incident: true };
    expect(evaluate(first.policy, facts, votes, now).rejectedBy).toBeNull();
    expect(stricterOfBoth(first.policy, second.policy, facts, votes, now)).toMatchObject({
      status: 'blocked',
      rejectedBy: 'risk-1',
    });
    const sampled = (within: string, by: string) =>
      scene(
        `${head}${one}auto_approve: {if: {action: promote}, needs: {evidence: []}, because: Small., sample: {rate: 100%, by: ${by}, within: ${within}}}`,
      );
    const [slow, fast] = [sampled('7d', 'risk'), sampled('1d', 'product')];
    expect(stricterOfBoth(slow.policy, fast.policy, slow.facts, [], now)).toMatchObject({
      autoApproved: true,
      reviewDue: '2026-03-03T12:00:00.000Z',
      reviewBy: ['risk', 'product'],
    });
  });
});

describe('people and their delegates', () => {
  const away = { from: 'legal-1', to: 'ml-1', roles: ['legal'], ...long };

  it('are one voter, so they do not make enough people of too few', () => {
    const { judge } = scene(head + one.replace('from: ml', 'from: risk, count: 2'));
    const delegations = [{ ...away, from: 'risk-1', roles: ['risk'] }];
    const few = judge([], { delegations, roles: { risk: [member('risk-1')] } });
    expect(few.blocks.map(({ code }) => code)).toEqual(['too_few_people']);
    const enough = { risk: [member('risk-1'), member('risk-2')] };
    expect(judge([], { delegations, roles: enough }).status).toBe('waiting');
  });

  it('are enough people although one said no, who can take it back and so lets a vote count again', () => {
    const { judge, vote, facts } = scene(head + two);
    const acting = {
      roles: { ml: [member('ml-1')], risk: [member('risk-1')] },
      people: { ...facts.people, 'risk-1': { active: true, linked: false, kind: 'member' as const } },
      delegations: [
        { from: 'risk-1', to: 'ml-1', roles: ['risk'], ...long },
        { from: 'ml-1', to: 'legal-1', roles: ['ml'], ...long },
      ],
    };
    const could = (votes: readonly Vote[]) =>
      judge(votes, acting).rules.flatMap(({ seats }) => seats.map((seat) => seat.couldBeFilledBy));
    const no = vote('ml-1', decision('withdraw'));
    expect(judge([no], acting).status).toBe('waiting');
    const own = { person: 'ml-1', actingFor: null };
    const forRisk = { person: 'ml-1', actingFor: 'risk-1' };
    expect(could([no])).toEqual([[own], [forRisk]]);
    const heldBack = vote('legal-1', { actingFor: 'ml-1' });
    expect(could([heldBack, no])).toEqual([[own, forRisk], [forRisk]]);
    expect(judge([heldBack, no, vote('ml-1', { actingFor: 'risk-1' })], acting).status).toBe('approved');
  });

  it.each([
    ['left the company', { active: false, linked: true, kind: 'member' as const }],
    ['is a guest', { active: true, linked: true, kind: 'guest' as const }],
  ])('nobody acts for who %s', (_, principal) => {
    const { judge, vote, facts } = scene(head + one.replace('from: ml', 'from: legal'));
    const acting = [vote('ml-1', { actingFor: 'legal-1' })];
    expect(judge(acting, { delegations: [away] }).status).toBe('approved');
    const changed = { delegations: [away], people: { ...facts.people, 'legal-1': principal } };
    expect(codes(judge(acting, changed))).toEqual({ 'ml-1': 'delegation' });
    const unlinked = { ...facts.people, 'legal-1': { active: true, linked: false, kind: 'member' as const } };
    expect(judge(acting, { delegations: [away], people: unlinked }).status).toBe('approved');
  });

  it('a delegation counts when voting and now, by the word of `membership`', () => {
    const judged = (membership: string, end: string) => {
      const { judge, vote } = scene(
        `${head}${one.replace('from: ml', 'from: legal')}distinct: {membership: ${membership}}`,
      );
      return judge([vote('ml-1', { actingFor: 'legal-1' })], { delegations: [{ ...away, end }] }).status;
    };
    expect(judged('both', '2026-03-02T11:30:00.000Z')).toBe('waiting');
    expect(judged('when_voting', '2026-03-02T11:30:00.000Z')).toBe('approved');
    expect(judged('when_voting', '2026-03-02T10:30:00.000Z')).toBe('waiting');
  });

  it('a day of `max_days` is 24 hours exactly', () => {
    const judged = (end: string) => {
      const { judge, vote } = scene(`${head}${one.replace('from: ml', 'from: legal')}delegation: {max_days: 9}`);
      return judge([vote('ml-1', { actingFor: 'legal-1' })], { delegations: [{ ...away, end }] }).status;
    };
    expect([judged('2026-03-10T00:00:00.000Z'), judged('2026-03-10T00:00:00.001Z')]).toEqual(['approved', 'waiting']);
  });
});

describe('break-glass', () => {
  const yaml = `${head}${one}break_glass: {by: [ml], count: 2, only_for: promote, valid_for: 2h, review: {by: risk, within: 1d, if_missed: escalate}}`;
  const press = (person: string, at: string) =>
    scene(yaml).vote(person, { ...decision('break_glass'), at: `2026-03-02T${at}:00.000Z` });

  it('is not undone by one more press', () => {
    const { judge } = scene(yaml);
    const complete = [press('ml-1', '09:00'), press('ml-2', '10:50')];
    const until = { status: 'overridden', overriddenUntil: '2026-03-02T12:50:00.000Z' };
    expect(judge(complete)).toMatchObject(until);
    const three = { ...scene(yaml).policy, breakGlass: { ...scene(yaml).policy.breakGlass, count: 3 } } as never;
    const presses = [...complete, press('ml-3', '10:55'), press('ml-3', '11:30')];
    expect(evaluate(three, scene(yaml).facts, presses, now)).toMatchObject({
      status: 'overridden',
      overriddenUntil: '2026-03-02T12:55:00.000Z',
    });
  });

  it('goes on from the last press that is complete again', () => {
    const presses = [press('ml-1', '09:00'), press('ml-2', '10:50'), press('ml-1', '11:00')];
    expect(scene(yaml).judge(presses).overriddenUntil).toBe('2026-03-02T13:00:00.000Z');
  });
});

describe('numbers and dates', () => {
  it('the rate of a sample is computed exactly', () => {
    const rate = (text: string, draw: number) =>
      scene(
        `${head}${one}auto_approve: {if: {action: promote}, needs: {evidence: []}, because: Small., sample: {rate: ${text}, by: risk, within: 1d}}`,
      ).judge([], { draw }).sampled;
    expect([rate('0.07%', 0.0007), rate('0.07%', 0.000699), rate('7%', 0.07)]).toEqual([false, true, false]);
    expect(rate('0.07%', Number.NaN)).toBe(true);
  });

  it('a time without an offset is no instant, and a date is its midnight in UTC', () => {
    for (const text of ['2026-03-02T12:00:00', '2 March 2026', '2026-3-2', '', '2026-02-30T00:00:00+25:00']) {
      expect(() => epochMs(text)).toThrow(RangeError);
    }
    expect(epochMs('2026-03-02')).toBe(epochMs('2026-03-02T00:00:00Z'));
    expect(epochMs('2026-03-02T01:00+01:00')).toBe(epochMs('2026-03-02T00:00:00.000Z'));
  });

  it('rows nobody counted are enough, and a reference with few rows is still compared with', () => {
    const yaml = `${head}evidence: [{id: q, title: Q, check: {metric: auc, op: ">=", of: champion, slices: [region], min_support: 100}}]\n${gated}`;
    const { judge } = scene(yaml, { assumed: false });
    const at = (candidate: number | null, champion: number | null) => ({
      champion: { version: '1', digest: 'd', parts: {}, since: '2026-01-01' },
      metrics: {
        candidate: {
          auc: {
            value: 0.9,
            asOf: null,
            producer: 'eval',
            slices: { region: { eu: { value: 0.5, rows: candidate } } },
          },
        },
        champion: {
          auc: { value: 0.9, asOf: null, producer: 'eval', slices: { region: { eu: { value: 0.9, rows: champion } } } },
        },
        baseline: null,
      },
    });
    const statuses = (
      [
        [null, 500],
        [Number.NaN, 500],
        [100, 1],
        [99, 500],
      ] as const
    ).map(([a, b]) => judge([], at(a, b)).evidence[0]?.status);
    expect(statuses).toEqual(['failed', 'failed', 'failed', 'passed']);
  });
});

describe('a rule more', () => {
  const condition = one.replace('name: R,', 'name: R, if: {incident: open},');

  it('opens a way where nothing applied: such a change is no tightening', () => {
    const calm = { incident: false };
    const before = scene(head + condition);
    expect(before.judge(before.approve('legal-1'), calm).status).toBe('blocked');
    const after = scene(
      `${head}${condition.replace('}]\n', '}').replace('rules: [', 'rules:\n  - ')}\n  - {name: L, needs: {people: {from: legal}}}`,
    );
    expect(after.judge(after.approve('legal-1'), calm).status).toBe('approved');
  });

  it('opens a way of evidence alone', () => {
    const rules = `rules:\n  - {name: Paper, needs: {facts: {action: promote}}}\n  - {name: Ml, needs: {people: {from: ml}}}\n`;
    const before = scene(`${head}${rules}decision: {any: [Paper, Ml]}`);
    expect(before.judge(before.approve('legal-1')).status).toBe('waiting');
    const after = scene(
      `${head}${rules}  - {name: L, needs: {people: {from: legal}}}\ndecision: {all: [{any: [Paper, Ml]}, L]}`,
    );
    expect(after.judge(after.approve('legal-1')).status).toBe('approved');
  });
});

describe('facts of the wrong form', () => {
  const wrong = { incident: 'yes' } as never;

  it('block as an automatic veto, refuse delegates and approve nothing, but do not stop break-glass', () => {
    const glass =
      'break_glass: {by: ml, count: 1, only_for: promote, review: {by: risk, within: 1d, if_missed: escalate}}\n';
    const veto = scene(`${head}${one}${glass}block: {also_when: {incident: open}}`);
    expect(veto.judge(veto.approve('ml-1'), wrong)).toMatchObject({
      status: 'blocked',
      blocks: [{ code: 'also_when' }],
    });
    expect(veto.judge([veto.vote('ml-1', decision('break_glass'))], wrong).status).toBe('overridden');
    const auto = scene(`${head}${one}auto_approve: {if: {incident: none}, needs: {evidence: []}, because: Small.}`);
    expect(auto.judge([], wrong)).toMatchObject({ status: 'waiting', autoApproved: false });
    const delegate = scene(`${head}${one}delegation: {not_for: {incident: open}}`);
    const delegations = [{ from: 'ml-2', to: 'risk-1', roles: ['ml'], ...long }];
    const acting = [delegate.vote('risk-1', { actingFor: 'ml-2' })];
    expect(codes(delegate.judge(acting, { ...(wrong as object), delegations }))).toEqual({ 'risk-1': 'delegation' });
  });

  it('that everything rests on give an error that canonical JSON can carry', () => {
    const { judge, approve } = scene(head + one);
    for (const facts of [
      { roles: [] },
      { people: { 'ml-1': { active: 'yes', linked: true, kind: 'member' } } },
      { runOwner: { person: 'ml-1' } },
      { contributors: [{ person: 'ml-1' }] },
      { openedAt: '2026-03-01T12:00:00' },
      { reason: '\ud800', requester: null },
    ]) {
      const verdict = judge(approve('ml-1'), facts as never);
      expect(verdict).toMatchObject({ status: 'error', because: expect.stringMatching(/wrong form/) });
      expect(() => canonicalJson(verdict)).not.toThrow();
    }
  });

  it('do not count as a person who is shut out, nor as nobody', () => {
    const { judge, approve } = scene(head + one);
    expect(judge(approve('ml-1'), { contributors: ['ml-1'] }).status).toBe('waiting');
    expect(judge(approve('ml-1'), { contributors: 'ml-1' } as never).status).toBe('error');
  });
});

describe('parts nobody can tell', () => {
  it('make `only_changed` unknown, whichever they are', () => {
    const yaml = `${head}${two.replace('name: B,', 'name: B, if: {none_of: {only_changed: [weights]}},')}`;
    const { judge, facts } = scene(yaml);
    const all = Object.keys(facts.subject.parts);
    const same = Object.fromEntries(all.map((part) => [part, 'same']));
    const states = (parts: object) =>
      judge([], {
        champion: { version: '1', digest: 'd', parts: same, since: '2026-01-01' },
        subject: { ...facts.subject, parts: { ...same, weights: 'new', ...parts } },
      });
    expect(states({}).rules[1]?.state).toBe('not_applicable');
    expect(states({ prompt: null })).toMatchObject({ unknown: [{ fact: 'changed' }] });
  });
});
