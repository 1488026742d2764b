import type { PlaybookKeys } from '../keys.ts';

type First = NonNullable<NonNullable<PlaybookKeys['ask']>['first']>[number];

/** The seats of one pool of roles, as asking sees them. */
export interface SeatsToFill {
  readonly roles: readonly string[];
  readonly seats: number;
  /** Who could fill one that is empty. */
  readonly could: readonly string[];
}

/** What is known when somebody is asked. */
export interface Asking {
  readonly pools: readonly SeatsToFill[];
  /** Who was asked about this request and can still answer, or has filled a seat since. */
  readonly asked: ReadonlySet<string>;
  readonly inRole: (person: string, role: string) => boolean;
  /** How often somebody was asked about any request in the last seven days. */
  readonly load: (person: string) => number;
  /** Whether those asked first have had their time, so that seats nobody was asked for are asked of everybody. */
  readonly late: boolean;
}

/**
 * Who is asked now by direct message and was not before (§5, `ask.first`): of each role that is named everybody, or as
 * many as it takes of those who were asked least; without names everybody who could fill a seat. Asking decides nothing.
 */
export function peopleToAsk(first: readonly First[], asking: Asking): readonly string[] {
  const { pools, late } = asking;
  const asked = new Set(asking.asked);
  const added: string[] = [];
  const ask = (people: readonly string[]) => {
    for (const person of people) {
      if (asked.has(person)) continue;
      asked.add(person);
      added.push(person);
    }
  };
  for (const entry of first) ask(choose(entry, asking, asked));
  const named = new Set(first.map(({ role }) => role));
  const unnamed = pools.filter(({ roles }) => !roles.some((role) => named.has(role)));
  if (first.length === 0 || late) for (const { could } of unnamed) ask(could);
  return added.sort();
}

function choose(
  { role, mode, count }: First,
  { pools, inRole, load }: Asking,
  asked: ReadonlySet<string>,
): readonly string[] {
  const mine = pools.filter(({ roles }) => roles.includes(role));
  const could = [...new Set(mine.flatMap((pool) => pool.could))].filter((person) => inRole(person, role)).sort();
  const already = [...asked].filter((person) => inRole(person, role)).length;
  const all = mode === 'all' && count === null;
  const wanted = all ? could.length : (count ?? mine.reduce((sum, { seats }) => sum + seats, 0));
  const left = could.filter((person) => !asked.has(person));
  const ordered = mode === 'lightest_load' ? left.toSorted((a, b) => load(a) - load(b)) : left;
  return ordered.slice(0, Math.max(0, all ? wanted : wanted - already));
}
