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

/** The pools of seats, with who could fill one that is empty, for themselves. */
export function seatsToFill(verdict: Pick<Verdict, 'rules'>): readonly SeatsToFill[] {
  return neededSeats(verdict).map(({ roles, seats }) => ({
    roles,
    seats: seats.length,
    could: [...new Set(seats.flatMap((seat) => could(seat)))],
  }));
}

function could({ couldBeFilledBy }: PoolSeats['seats'][number]): readonly string[] {
  return couldBeFilledBy.flatMap(({ person, actingFor }) => (actingFor === null ? [person] : []));
}

/** Who is to be asked about a request now and was not before; `late` as `peopleToAsk` has it. */
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
  return peopleToAsk(policy.ask.first, {
    pools,
    asked: new Set([...standing, ...seated]),
    inRole: (person, role) => inRoles(facts, person, [role], now) === true,
    load: (person) => load.get(person) ?? 0,
    late,
  });
}
