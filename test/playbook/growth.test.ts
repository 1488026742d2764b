import { describe, expect, it } from 'vitest';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { firstMaximumMatching } from '#playbook/evaluate/matching.ts';
import type { Decision } from '#playbook/vote.ts';
import { type Grown, grownCompany } from '../../bench/evaluator/grown-company.ts';

/** The same value, all the way down, with each read of a member told. */
function watched<T extends object>(whole: T, read: () => void): T {
  const known = new WeakMap<object, object>();
  const watch = <U extends object>(value: U): U => {
    const made = new Proxy(value, {
      get: (target, key) => {
        read();
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'object' || member === null) return member;
        const proxy = known.get(member) ?? watch(member);
        known.set(member, proxy);
        return proxy;
      },
    });
    return made;
  };
  return watch(whole);
}

/** How many members of its input a run reads: the same on every machine. */
function readsOf<T extends object>(input: T, run: (input: T) => void): number {
  let reads = 0;
  run(
    watched(input, () => {
      reads += 1;
    }),
  );
  return reads;
}

/** What twice as much more costs, against as much more: 2 where work is linear in the size, 4 where it is quadratic. */
function growth(work: (size: number) => number): number {
  const [first, second, third] = [work(100), work(200), work(400)];
  expect(second - first).toBeGreaterThanOrEqual(100);
  return (third - second) / (second - first);
}

const linear = 2.1;

function workOf({ policy, facts, votes, now }: Grown): number {
  return readsOf({ facts, votes }, (input) => evaluate(policy, input.facts, input.votes, now));
}

/** Everybody votes for the first person, who let them. */
function forOnePrincipal({ facts, votes, ...rest }: Grown): Grown {
  const terms = { roles: ['role-0'], start: '2026-03-01T00:00:00.000Z', end: '2026-03-08T00:00:00.000Z' };
  const delegations = Object.keys(facts.people).map((to) => ({ ...terms, from: 'person-0', to }));
  return { ...rest, facts: { ...facts, delegations }, votes: votes.map((one) => ({ ...one, actingFor: 'person-0' })) };
}

const ballots: readonly (readonly Decision[])[] = [
  ['approve'],
  ['withdraw'],
  ['block'],
  ['block', 'lift'],
  ['reject'],
  ['hold'],
  ['hold', 'release'],
  ['break_glass'],
  ['approve', 'withdraw', 'approve', 'block', 'hold'],
];

describe('the work of one evaluation', () => {
  it.each(ballots.map((decisions) => [decisions.join(', '), decisions] as const))(
    'grows linearly with votes: %s',
    (_, decisions) => {
      const work = (votes: number) => workOf(grownCompany({ rules: 10, people: 450, votes }, decisions));
      expect(growth(work)).toBeLessThan(linear);
    },
  );

  it('grows linearly with votes of the same people', () => {
    const decisions: readonly Decision[] = ['approve', 'withdraw', 'block', 'lift'];
    const work = (votes: number) => workOf(grownCompany({ rules: 10, people: 40, votes }, decisions));
    expect(growth(work)).toBeLessThan(linear);
  });

  it('grows linearly with votes for one principal', () => {
    const work = (votes: number) => workOf(forOnePrincipal(grownCompany({ rules: 10, people: 450, votes })));
    expect(growth(work)).toBeLessThan(linear);
  });

  it('grows linearly with people', () => {
    const work = (people: number) => workOf(grownCompany({ rules: 10, people, votes: 10 }));
    expect(growth(work)).toBeLessThan(linear);
  });

  it('grows linearly with the voters that seats are matched with', () => {
    const edges = (voters: number) =>
      Array.from({ length: voters }, (_, voter) => [0, 1, 2, 3, 4].map((seat) => (voter + seat) % 3 > 0));
    const work = (voters: number) => readsOf(edges(voters), (rows) => firstMaximumMatching(5, rows));
    expect(growth(work)).toBeLessThan(linear);
  });
});
