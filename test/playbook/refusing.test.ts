import { describe, expect, it } from 'vitest';
import { codes, decision, head, member, now, scene } from './company.ts';

const gate = `${head}rules:
  - {name: Engineering agrees, needs: {people: {from: ml}}}
  - {name: Risk agrees, needs: {people: {from: risk}}}
hold: {by: [risk]}
`;
const yes = ['ml-1', 'risk-1'];

describe('blocking', () => {
  it('stops an approved request until the same person lifts it, with a reason', () => {
    const { judge, approve, vote } = scene(gate);
    const blocked = [...approve(...yes), vote('risk-2', decision('block'))];
    const verdict = judge(blocked);
    expect(verdict.status).toBe('blocked');
    expect(verdict.blocks).toMatchObject([{ code: 'block', person: 'risk-2', liftedBy: ['risk-2'] }]);
    expect(verdict.because).toContain('risk-2 blocks it');
    expect(judge([...blocked, vote('risk-3', decision('lift'))]).status).toBe('blocked');
    expect(judge([...blocked, vote('risk-2', { ...decision('lift'), reason: 'ok' })]).status).toBe('blocked');
    expect(judge([...blocked, vote('risk-2', decision('lift'))]).status).toBe('approved');
  });

  it('spends the approval of the one who blocks', () => {
    const { judge, approve, vote } = scene(gate);
    const votes = [...approve(...yes), vote('risk-1', decision('block')), vote('risk-1', decision('lift'))];
    expect(judge(votes).status).toBe('waiting');
  });

  it('does not need a seat: the requester may block too, an outsider may not', () => {
    const { judge, approve, vote } = scene(gate);
    const requester = { requester: { person: 'risk-2', kind: 'person' as const } };
    expect(judge([...approve(...yes), vote('risk-2', decision('block'))], requester).status).toBe('blocked');
    const outside = judge([...approve(...yes), vote('legal-1', decision('block'))]);
    expect(outside.status).toBe('approved');
    expect(codes(outside)).toEqual({ 'legal-1': 'not_in_role' });
    const mute = judge([...approve(...yes), vote('risk-2', { ...decision('block'), reason: '' })]);
    expect(codes(mute)).toEqual({ 'risk-2': 'no_reason' });
  });

  it('may be lifted by the owner role once the blocker is gone', () => {
    const { judge, approve, vote } = scene(gate);
    const at = (hour: number) => ({ at: `2026-03-02T${hour}:00:00.000Z` });
    const block = vote('ml-3', { ...decision('block'), ...at(11) });
    const votes = [...approve(...yes), block, vote('risk-3', { ...decision('lift'), ...at(12) })];
    expect(judge(votes).status).toBe('blocked');
    const gone = {
      roles: {
        ...scene(gate).facts.roles,
        ml: [member('ml-1'), member('ml-3', '2020-01-01T00:00:00.000Z', '2026-03-02T11:30:00.000Z')],
      },
    };
    expect(judge(votes, gone).status).toBe('approved');
    const early = [...approve(...yes), block, vote('risk-3', { ...decision('lift'), ...at(11) })];
    expect(judge(early, gone).status).toBe('blocked');
  });

  it('is read as allowed where nobody knows the role, and lifting is not', () => {
    const { judge, vote } = scene(`${gate}block: {by: [legal], lifted_by: [product]}`);
    const facts = { roles: { ...scene(gate).facts.roles, legal: { unknown: '?' }, product: { unknown: '?' } } };
    const votes = [vote('legal-1', decision('block')), vote('product-1', decision('lift'))];
    expect(judge(votes, facts).blocks).toMatchObject([{ code: 'block', person: 'legal-1', liftedBy: ['product'] }]);
  });

  it('may be lifted by the roles the playbook names', () => {
    const { judge, approve, vote } = scene(`${gate}block: {lifted_by: [product]}`);
    const blocked = [...approve(...yes), vote('risk-2', decision('block'))];
    expect(judge([...blocked, vote('risk-2', decision('lift'))]).status).toBe('blocked');
    expect(judge([...blocked, vote('product-1', decision('lift'))]).status).toBe('approved');
  });
});

describe('rejecting', () => {
  it('ends it, whatever comes afterwards', () => {
    const { judge, approve, vote } = scene(gate);
    const verdict = judge([vote('risk-2', decision('reject')), ...approve(...yes), vote('risk-2', decision('lift'))]);
    expect(verdict).toMatchObject({ status: 'blocked', rejectedBy: 'risk-2' });
  });
});

describe('blocking without a person', () => {
  it('blocks while a part that must be known is not', () => {
    const { judge, approve, facts } = scene(gate);
    const subject = { ...facts.subject, parts: { ...facts.subject.parts, weights: null } };
    expect(judge(approve(...yes), { subject }).blocks.map(({ code }) => code)).toEqual(['candidate_unknown']);
    const parts = { ...facts.subject.parts, data: null };
    expect(judge(approve(...yes), { subject: { ...facts.subject, parts } }).status).toBe('approved');
    const strict = scene(gate, { criticality: 'high' });
    expect(strict.judge(approve(...yes), { subject: { ...facts.subject, parts } }).status).toBe('blocked');
  });

  it('blocks at high criticality while run owner or contributors are not known, and flags it at low', () => {
    const unknown = { contributors: { unknown: 'No commit is linked.' } };
    const mild = scene(gate).judge(scene(gate).approve(...yes), unknown);
    expect([mild.status, mild.flags.map(({ code }) => code)]).toEqual(['approved', ['people_unknown']]);
    const strict = scene(gate, { criticality: 'critical' });
    expect(strict.judge(strict.approve(...yes), unknown).blocks.map(({ code }) => code)).toEqual(['people_unknown']);
  });

  it('blocks promotions while a review is overdue', () => {
    const { judge, approve } = scene(gate);
    const debt = [{ request: 'R-7', due: now }];
    expect(judge(approve(...yes), { debt }).blocks.map(({ code }) => code)).toEqual(['review_debt']);
    expect(judge(approve(...yes), { debt: [{ request: 'R-7', due: '2026-03-02T12:00:00.001Z' }] }).status).toBe(
      'approved',
    );
    expect(judge(approve(...yes), { debt, action: 'rollback' }).status).toBe('approved');
  });

  it('blocks when also_when is true or unknown', () => {
    const { judge, approve } = scene(`${gate}block: {also_when: {incident: open}}`);
    expect(judge(approve(...yes), { incident: true }).status).toBe('blocked');
    const unknown = judge(approve(...yes), { incident: { unknown: 'No monitor.' } });
    expect(unknown.status).toBe('blocked');
    expect(unknown.unknown).toEqual([{ fact: 'incident', because: 'No monitor.', effect: 'It blocks.' }]);
    expect(judge(approve(...yes), { incident: false }).status).toBe('approved');
  });
});

describe('holding', () => {
  it('closes a gate for the requester and for the roles that may, and for nobody else', () => {
    const { judge, approve, vote } = scene(gate);
    const gates = (person: string, facts = {}) =>
      judge([...approve(...yes), vote(person, decision('hold'))], facts).gates.map(({ gate: kind }) => kind);
    expect(gates('risk-3')).toEqual(['hold']);
    expect(gates('legal-1')).toEqual([]);
    expect(gates('legal-1', { requester: { person: 'legal-1', kind: 'person' } })).toEqual(['hold']);
  });

  it('is released by the holder or by the roles that may hold', () => {
    const { judge, approve, vote } = scene(gate, { facts: { requester: { person: 'legal-1', kind: 'person' } } });
    const held = [...approve(...yes), vote('legal-1', decision('hold'))];
    expect(judge([...held, vote('ml-2', decision('release'))]).gates).toHaveLength(1);
    expect(judge([...held, vote('legal-1', decision('release'))]).gates).toHaveLength(0);
    expect(judge([...held, vote('risk-2', decision('release'))]).gates).toHaveLength(0);
  });
});

describe('break-glass', () => {
  const glass = `${gate}break_glass: {by: [ml], count: 2, only_for: [promote], valid_for: 2h, review: {by: risk, within: 1d, if_missed: escalate}}`;
  const press = (at: string) => ({ ...decision('break_glass'), at });

  it('overrides rules, blocks and every gate but the lock, from the last press', () => {
    const { judge, vote } = scene(glass);
    const votes = [
      vote('risk-1', decision('block')),
      vote('risk-1', decision('hold')),
      vote('ml-1', press('2026-03-02T11:00:00.000Z')),
      vote('ml-2', press('2026-03-02T11:30:00.000Z')),
    ];
    const lock = { request: 'R-9', since: now };
    const verdict = judge(votes, { lock });
    expect(verdict).toMatchObject({
      status: 'overridden',
      overriddenUntil: '2026-03-02T13:30:00.000Z',
      reviewDue: '2026-03-03T11:30:00.000Z',
      reviewBy: ['risk'],
    });
    expect(verdict.gates.map(({ gate: kind }) => kind)).toEqual(['lock']);
    expect(verdict.rules.map(({ state }) => state)).toEqual(['overridden', 'overridden']);
    expect(verdict.nextChangeAt).toBe('2026-03-02T13:30:00.000Z');
    expect(judge(votes, {}, '2026-03-02T13:30:00.000Z').status).toBe('blocked');
  });

  it.each([
    ['one person presses twice', 'ml-1', {}],
    ['a person of no such role presses', 'risk-2', {}],
    ['a reason is missing', 'ml-2', { reason: 'fast' }],
    ['it was pressed for another candidate', 'ml-2', { subject: 'sha256:other' }],
    ['the first press is long ago', 'ml-2', { at: '2026-03-02T08:00:00.000Z' }],
  ])('stays shut when %s', (_, person, more) => {
    const { judge, vote } = scene(glass);
    const votes = [vote('ml-1', press('2026-03-02T11:00:00.000Z')), vote(person, { ...press(now), ...more })];
    expect(judge(votes).status).toBe('waiting');
  });

  it('is absent unless written, and only for the actions it names', () => {
    const votes = (one: ReturnType<typeof scene>) => ['ml-1', 'ml-2'].map((id) => one.vote(id, press(now)));
    expect(scene(gate).judge(votes(scene(gate))).status).toBe('waiting');
    expect(scene(glass).judge(votes(scene(glass)), { action: 'traffic' }).status).toBe('waiting');
  });
});
