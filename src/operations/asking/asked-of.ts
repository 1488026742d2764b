import { epochMs } from '#domain/instant.ts';
import { peopleToAsk, type SeatsToFill } from '#playbook/asking/people-to-ask.ts';
import { inRoles } from '#playbook/evaluate/membership.ts';
import type { Verdict } from '#playbook/verdict.ts';
import { type AskRow, asksSince } from '#store/asks.ts';
import type { Executor } from '#store/database.ts';
import type { LoadedRequest } from '../load-request.ts';
import { neededSeats, type PoolSeats } from '../needed-seats.ts';
import type { Setting } from '../setting.ts';

const loadWindowMs = 7 * 86_400_000;

/** Whether an ask was for a seat; the others say that it waits. */
export function isForSeat({ step }: Pick<AskRow, 'step'>): boolean {
  return !step.startsWith('escalate:');
}

/** Somebody who could fill a seat for somebody else. */
interface StandIn {
  readonly person: string;
  readonly principal: string;
}

/** The pools of seats, with who could fill one that is empty: for themselves, and for somebody else. */
export function seatsToFill(
  verdict: Pick<Verdict, 'rules'>,
): readonly (SeatsToFill & { readonly standIns: readonly StandIn[] })[] {
  return neededSeats(verdict).map(({ roles, seats }) => ({
    roles,
    seats: seats.length,
    could: [...new Set(holdersOf(seats).flatMap(({ person, actingFor }) => (actingFor === null ? [person] : [])))],
    standIns: holdersOf(seats).flatMap(({ person, actingFor }) =>
      actingFor === null ? [] : [{ person, principal: actingFor }],
    ),
  }));
}

function holdersOf(seats: PoolSeats['seats']) {
  return seats.flatMap(({ couldBeFilledBy }) => couldBeFilledBy);
}

/** The pool of which somebody could fill a seat, and for whom; null if it is for themselves. Undefined if there is none. */
export function seatOf(
  verdict: Pick<Verdict, 'rules'>,
  person: string,
): { readonly roles: readonly string[]; readonly principal: string | null } | undefined {
  const pools = seatsToFill(verdict);
  const own = pools.find(({ could }) => could.includes(person));
  if (own !== undefined) return { roles: own.roles, principal: null };
  for (const { roles, standIns } of pools) {
    const found = standIns.find((one) => one.person === person);
    if (found !== undefined) return { roles, principal: found.principal };
  }
  return undefined;
}

/** Who is to be asked about a request now and was not before, with those who act for them; `late` as `peopleToAsk` has it. */
export async function newlyAsked(
  setting: Setting,
  tx: Executor,
  { policy, facts }: LoadedRequest,
  verdict: Verdict,
  asks: readonly AskRow[],
  late: boolean,
): Promise<readonly string[]> {
  const now = epochMs(setting.now());
  const pools = seatsToFill(verdict);
  const everybody = new Set(pools.flatMap((pool) => pool.could));
  const seated = new Set(
    neededSeats(verdict).flatMap(({ seats }) => seats.flatMap(({ filledBy }) => filledBy?.person ?? [])),
  );
  const standing = asks.filter((ask) => isForSeat(ask) && ask.closedAt === null).map(({ asked }) => asked);
  const since = new Date(now - loadWindowMs);
  const load = await asksSince(tx, setting.workspaceId, [...everybody], since);
  const people = peopleToAsk(policy.ask.first, {
    pools,
    asked: new Set([...standing, ...seated]),
    inRole: (person, role) => inRoles(facts, person, [role], now) === true,
    load: (person) => load.get(person) ?? 0,
    late,
  });
  const known = new Set([...standing, ...seated, ...people]);
  const beside = pools
    .flatMap(({ standIns }) => standIns)
    .filter(({ person, principal }) => known.has(principal) && !known.has(person));
  return [...people, ...new Set(beside.map(({ person }) => person))];
}
