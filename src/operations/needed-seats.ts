import type { RuleVerdict, Verdict } from '#playbook/verdict.ts';

type Seat = RuleVerdict['seats'][number];

/** The seats of one pool of roles, over all rules. */
export interface PoolSeats {
  readonly roles: readonly string[];
  readonly seats: readonly Seat[];
}

/**
 * The seats that the shown route asks for, by pool in the order of the rules. A rule that stands there as it was pinned
 * and as it is now asks once, for the larger of both.
 */
export function neededSeats({ rules }: Pick<Verdict, 'rules'>): readonly PoolSeats[] {
  const pools = new Map<string, PoolSeats>();
  for (const versions of Map.groupBy(
    rules.filter((rule) => rule.onRoute),
    ({ name }) => name,
  ).values()) {
    for (const pool of largest(versions.map(byPool))) {
      const key = pool.roles.join();
      pools.set(key, { ...pool, seats: [...(pools.get(key)?.seats ?? []), ...pool.seats] });
    }
  }
  return [...pools.values()];
}

function byPool({ seats }: RuleVerdict): readonly PoolSeats[] {
  const groups = Map.groupBy(seats, ({ roles }) => roles.join());
  return [...groups.values()].map((some) => ({ roles: some[0]?.roles ?? [], seats: some }));
}

/** Of each pool the version with the most seats, of those the one with the most empty. */
function largest(versions: readonly (readonly PoolSeats[])[]): readonly PoolSeats[] {
  const found = new Map<string, PoolSeats>();
  for (const pool of versions.flat()) {
    const known = found.get(pool.roles.join());
    if (known === undefined || rank(pool) > rank(known)) found.set(pool.roles.join(), pool);
  }
  return [...found.values()];
}

function rank({ seats }: PoolSeats): number {
  return seats.length * 1000 + seats.filter(({ filledBy }) => filledBy === null).length;
}
