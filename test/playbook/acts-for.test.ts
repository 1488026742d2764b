import { describe, expect, it } from 'vitest';
import { actsFor } from '#playbook/acts-for.ts';
import type { DelegationFact, Facts } from '#playbook/facts.ts';
import { head, now, scene } from './company.ts';

const gate = scene(
  `${head}rules:
  - {name: Risk agrees, needs: {people: {from: risk}}}
  - {name: Legal agrees, needs: {people: {from: legal}}}
  - {name: Product agrees, needs: {people: {from: product}}}
`,
);

function to(person: string, from: string, role: string, more: Partial<DelegationFact> = {}): DelegationFact {
  return {
    from,
    to: person,
    roles: [role],
    start: '2026-03-01T00:00:00.000Z',
    end: '2026-03-08T00:00:00.000Z',
    ...more,
  };
}

/** For whom an approval of the person is cast once the others have approved. */
function chosen(
  person: string,
  delegations: readonly DelegationFact[],
  voted: readonly string[],
  more: Partial<Facts>,
) {
  const facts = { ...more, delegations };
  const before = gate.approve(...voted);
  return actsFor(person, delegations, gate.judge(before, facts), (actingFor) => {
    const { votesNotCounted } = gate.judge([...before, gate.vote(person, { actingFor, at: now })], facts);
    return votesNotCounted.find((one) => one.person === person)?.code ?? null;
  });
}

const riskAndLegal = [to('ml-1', 'legal-1', 'legal'), to('ml-1', 'risk-1', 'risk')];
const over = { end: '2026-03-02T00:00:00.000Z' };

describe('an approval is cast for', () => {
  it.each<{
    what: string;
    delegations: readonly DelegationFact[];
    person?: string;
    voted?: readonly string[];
    facts?: Partial<Facts>;
    seen: string | null;
  }>([
    { what: 'oneself where nobody delegated', delegations: [], seen: null },
    { what: 'the principal whose seat is empty', delegations: [to('ml-1', 'risk-1', 'risk')], seen: 'risk-1' },
    { what: 'the principal of the first empty seat of two', delegations: riskAndLegal, seen: 'risk-1' },
    { what: 'the other once that seat is taken', delegations: riskAndLegal, voted: ['risk-2'], seen: 'legal-1' },
    {
      what: 'the first by id of two for one seat',
      delegations: [to('ml-1', 'risk-3', 'risk'), to('ml-1', 'risk-2', 'risk')],
      seen: 'risk-2',
    },
    {
      what: 'oneself where one can fill a seat',
      delegations: [to('product-1', 'risk-1', 'risk')],
      person: 'product-1',
      seen: null,
    },
    {
      what: 'the principal where the own seat is taken',
      delegations: [to('risk-2', 'legal-1', 'legal')],
      person: 'risk-2',
      voted: ['risk-3'],
      seen: 'legal-1',
    },
    {
      what: 'oneself where all seats are taken',
      delegations: [to('risk-2', 'legal-1', 'legal')],
      person: 'risk-2',
      voted: ['risk-3', 'legal-1'],
      seen: null,
    },
    {
      what: 'the principal who has approved already, which fills nothing',
      delegations: [to('ml-1', 'risk-1', 'risk')],
      voted: ['risk-1'],
      seen: 'risk-1',
    },
    {
      what: 'one that is in force before one that is over',
      delegations: [to('ml-1', 'risk-1', 'risk', over), to('ml-1', 'risk-2', 'risk')],
      seen: 'risk-2',
    },
    {
      what: 'the principal of one that is over, to tell so',
      delegations: [to('ml-1', 'risk-1', 'risk', over)],
      seen: 'risk-1',
    },
    {
      what: 'the requester, to tell that nobody stands in for them',
      delegations: [to('ml-1', 'risk-1', 'risk')],
      facts: { requester: { person: 'risk-1', kind: 'person' } },
      seen: 'risk-1',
    },
    {
      what: 'oneself where one asked for it',
      delegations: [to('risk-2', 'risk-1', 'risk')],
      person: 'risk-2',
      facts: { requester: { person: 'risk-2', kind: 'person' } },
      seen: null,
    },
    { what: 'oneself where another role was delegated', delegations: [to('ml-1', 'ml-2', 'ml')], seen: null },
    {
      what: 'nobody at the end of a chain',
      delegations: [to('ml-2', 'risk-1', 'risk'), to('ml-1', 'ml-2', 'risk')],
      seen: null,
    },
  ])('$what', ({ delegations, person = 'ml-1', voted = [], facts = {}, seen }) => {
    expect(chosen(person, delegations, voted, facts)).toBe(seen);
  });
});
