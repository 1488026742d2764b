import { describe, expect, it } from 'vitest';
import { neededSeats } from '#operations/needed-seats.ts';
import type { RuleVerdict } from '#playbook/verdict.ts';

/** A rule with one seat for each person; null for an empty one. */
function rule(name: string, role: string, people: readonly (string | null)[], onRoute = true): RuleVerdict {
  return {
    name,
    why: null,
    state: people.includes(null) ? 'waiting' : 'approved',
    onRoute,
    because: '',
    seats: people.map((person) => ({
      roles: [role],
      filledBy: person === null ? null : { person, actingFor: null },
      couldBeFilledBy: [],
    })),
    evidence: [],
    facts: [],
  };
}

function asked(...rules: readonly RuleVerdict[]): Record<string, readonly (string | null)[]> {
  return Object.fromEntries(
    neededSeats({ rules }).map(({ roles, seats }) => [
      roles.join('+'),
      seats.map(({ filledBy }) => filledBy?.person ?? null),
    ]),
  );
}

describe('the seats a request asks for', () => {
  it('of several rules are counted together, by pool', () => {
    expect(asked(rule('A', 'risk', ['mei']), rule('B', 'risk', [null]), rule('C', 'product', [null]))).toEqual({
      risk: ['mei', null],
      product: [null],
    });
  });

  it('of a rule as pinned and as it is now are asked for once, for the larger of both', () => {
    expect(asked(rule('A', 'risk', [null, null]), rule('A', 'risk', [null]))).toEqual({ risk: [null, null] });
    expect(asked(rule('A', 'risk', [null]), rule('A', 'risk', ['mei', null]))).toEqual({ risk: ['mei', null] });
    expect(asked(rule('A', 'risk', ['mei']), rule('A', 'risk', [null]))).toEqual({ risk: [null] });
  });

  it('of a rule whose roles changed are those of both', () => {
    expect(asked(rule('A', 'risk', [null]), rule('A', 'legal', [null]))).toEqual({ risk: [null], legal: [null] });
  });

  it('off the shown route are not asked for', () => {
    expect(asked(rule('A', 'risk', [null], false), rule('B', 'product', [null]))).toEqual({ product: [null] });
  });
});
