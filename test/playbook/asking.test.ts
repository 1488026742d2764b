import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueEscalations } from '#playbook/asking/due-escalations.ts';
import { type Asking, peopleToAsk } from '#playbook/asking/people-to-ask.ts';

const hour = 3_600_000;
const roles: Readonly<Record<string, readonly string[]>> = { risk: ['jon', 'mei', 'sam'], product: ['tom'] };
const inRole = (person: string, role: string) => (roles[role] ?? []).includes(person);

function asking(change: Partial<Asking> = {}): Asking {
  return {
    pools: [
      { roles: ['risk'], seats: 2, could: ['mei', 'jon', 'sam'] },
      { roles: ['product'], seats: 1, could: ['tom'] },
    ],
    asked: new Set(),
    inRole,
    load: () => 0,
    late: false,
    ...change,
  };
}

describe('who is asked', () => {
  const load = (person: string) => ({ jon: 4, mei: 1, sam: 1 })[person] ?? 0;
  const lightest = { role: 'risk', mode: 'lightest_load', count: 2 } as const;

  it.each<[string, Parameters<typeof peopleToAsk>[0], Partial<Asking>, readonly string[]]>([
    ['everybody who could, where nobody is named', [], {}, ['jon', 'mei', 'sam', 'tom']],
    [
      'everybody of the named role, the rest once it is late',
      [{ role: 'risk', mode: 'all', count: null }],
      {},
      ['jon', 'mei', 'sam'],
    ],
    ['the rest once it is late', [lightest], { asked: new Set(['mei', 'sam']), late: true }, ['tom']],
    ['those asked least, ties by id', [lightest], { load }, ['mei', 'sam']],
    ['as many as there are seats without a count', [{ ...lightest, count: null }], { load: () => 1 }, ['jon', 'mei']],
    ['nobody more while enough were asked', [lightest], { asked: new Set(['jon', 'mei']) }, []],
    ['somebody else for one who cannot any more', [lightest], { asked: new Set(['jon']), load }, ['mei']],
    ['nobody of a role that has no seat', [{ role: 'legal', mode: 'all', count: null }], {}, []],
    ['some of the role, by id', [{ role: 'risk', mode: 'all', count: 1 }], {}, ['jon']],
  ])('%s', (_, first, change, expected) => {
    expect(peopleToAsk(first, asking(change))).toEqual(expected);
  });

  const person: fc.Arbitrary<string> = fc.constantFrom('jon', 'mei', 'sam', 'tom');
  const any = fc.record({
    could: fc.uniqueArray(person),
    asked: fc.uniqueArray(person),
    seats: fc.integer({ min: 1, max: 3 }),
    late: fc.boolean(),
    count: fc.option(fc.integer({ min: 1, max: 3 })),
    mode: fc.constantFrom('all' as const, 'lightest_load' as const),
    loads: fc.array(fc.nat({ max: 5 }), { minLength: 4, maxLength: 4 }),
  });

  it('only who could fill a seat and was not asked, and asking them again asks nobody', () => {
    fc.assert(
      fc.property(any, ({ could, asked, seats, late, count, mode, loads }) => {
        const state = asking({
          pools: [{ roles: ['risk', 'product'], seats, could }],
          asked: new Set(asked),
          load: (who) => loads['jmst'.indexOf(who.charAt(0))] ?? 0,
          late,
        });
        const first = [{ role: 'risk', mode, count }];
        const people = peopleToAsk(first, state);
        expect(people.filter((who) => !could.includes(who) || asked.includes(who))).toEqual([]);
        expect(peopleToAsk(first, { ...state, asked: new Set([...asked, ...people]) })).toEqual([]);
      }),
    );
  });
});

describe('who is told that it waits', () => {
  const steps = [
    { afterMs: 2 * hour, to: 'owner' },
    { afterMs: 5 * hour, to: '#alerts' },
    { afterMs: 8 * hour, to: 'owner' },
  ];
  const at = (hours: number, told: readonly number[] = []) => {
    const { due, nextAt } = dueEscalations(steps, new Set(told), 0, hours * hour);
    return [due.map(({ index }) => index), nextAt === null ? null : nextAt / hour];
  };

  it('each in its time, and what came due meanwhile once to each', () => {
    expect(at(1)).toEqual([[], 2]);
    expect(at(2)).toEqual([[0], 5]);
    expect(at(6, [0])).toEqual([[1], 8]);
    expect(at(9)).toEqual([[2, 1], null]);
    expect(at(9, [1, 2])).toEqual([[], null]);
  });

  it('nobody twice, however often one looks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 10 }), (looks) => {
        const told = new Set<number>();
        const heard: number[] = [];
        for (const hours of looks.toSorted((a, b) => a - b)) {
          for (const { index } of dueEscalations(steps, told, 0, hours * hour).due) {
            heard.push(index);
            told.add(index);
          }
        }
        expect(new Set(heard).size).toBe(heard.length);
      }),
    );
  });
});
