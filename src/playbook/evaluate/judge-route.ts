import { isUnknown } from '../facts.ts';
import { own } from '../own.ts';
import type { Evaluation } from './evaluation.ts';
import type { JudgedRule } from './judge-rule.ts';
import { firstMaximumMatching } from './matching.ts';
import { assignSeats, type Caster, type OpenSeat, type SeatBook, seatsOf } from './seats.ts';

import type { Standing } from './standing-votes.ts';

/** A route with its seats filled as far as the votes go. */
export interface JudgedRoute {
  readonly rules: readonly JudgedRule[];
  readonly seats: readonly OpenSeat[];
  readonly holders: readonly (Standing | null)[];
  readonly state: 'approved' | 'waiting' | 'error' | 'blocked';
  readonly blockedBy: 'nobody_decides' | 'too_few_people' | null;
  /** Roles whose owner is to be asked because nobody can fill a seat. */
  readonly askOwner: readonly string[];
  /** Seats, evidence and facts still missing. */
  readonly missing: number;
}

export function judgeRoute(ev: Evaluation, rules: readonly JudgedRule[], book: SeatBook): JudgedRoute {
  const groups = ev.policy.distinct.oneSeatPerPerson ? [rules] : rules.map((one) => [one]);
  const filled = groups.map((group) => {
    const seats = seatsOf(group.map(({ rule }) => rule));
    return { seats, holders: assignSeats(seats, ev.standing, book), unfillable: unfillable(ev, seats, book) };
  });
  const seats = filled.flatMap((one) => one.seats);
  const holders = filled.flatMap((one) => one.holders);
  const short = filled.flatMap((one) => one.unfillable);
  const asks = short.map((seat) => seat.roles.find((role) => own(ev.policy.roles, role)?.onEmpty === 'ask_owner'));
  const lacking = rules.reduce((sum, one) => sum + one.lacking, 0);
  const missing = holders.filter((holder) => holder === null).length + lacking;
  // A rule that may turn out not to apply adds to what is needed, but is no person who decides.
  const decides = rules.some(({ applies, rule }) => applies === 'yes' && rule.people.length > 0);
  const blockedBy = !decides ? 'nobody_decides' : asks.includes(undefined) ? 'too_few_people' : null;
  const broken = rules.some(({ malformed }) => malformed !== null);
  return {
    rules,
    seats,
    holders,
    state: blockedBy !== null ? 'blocked' : broken ? 'error' : missing === 0 ? 'approved' : 'waiting',
    blockedBy,
    askOwner: [...new Set(asks.filter((role) => role !== undefined))],
    missing,
  };
}

/**
 * The seats that stay empty even if every eligible person approves, and so takes back a no. A person casts one vote,
 * and the votes for one person fill one seat, so seats are matched with both. A role nobody could list is not called
 * empty.
 */
function unfillable(ev: Evaluation, seats: readonly OpenSeat[], asked: SeatBook): readonly OpenSeat[] {
  const book = asked.willing();
  const certain = seats.filter(({ roles }) => roles.every((role) => isListed(ev, role)));
  const empty = (groups: Iterable<readonly Caster[]>) => {
    const edges = [...groups].map((casters) =>
      certain.map((seat) => casters.some((caster) => book.eligible(caster, seat))),
    );
    const matched = firstMaximumMatching(
      certain.length,
      edges.filter((row) => row.includes(true)),
    );
    return certain.filter((_, index) => matched[index] === null);
  };
  const byPerson = empty(Map.groupBy(book.casters(), ({ person }) => person).values());
  if (book.casters().every(({ actingFor }) => actingFor === null)) return byPerson;
  const byVoter = empty(Map.groupBy(book.casters(), ({ voter }) => voter).values());
  return byVoter.length > byPerson.length ? byVoter : byPerson;
}

/** Whether it is known who is in the role, and who is in the roles it excludes. */
function isListed({ facts, policy }: Evaluation, role: string): boolean {
  const excluded = own(policy.roles, role)?.excludes ?? [];
  return [role, ...excluded].every((one) => !isUnknown(own(facts.roles, one) ?? unlisted));
}

const unlisted = { unknown: 'Nobody told who is in the role.' };

const order = { approved: 0, waiting: 1, error: 2, blocked: 3 };

/** The route that is shown (§8.3): the best state, then the fewest missing things, then file order. */
export function bestRoute(routes: readonly JudgedRoute[]): JudgedRoute | null {
  let best: JudgedRoute | null = null;
  for (const route of routes) {
    const better =
      best === null ||
      order[route.state] < order[best.state] ||
      (order[route.state] === order[best.state] && route.missing < best.missing);
    if (better) best = route;
  }
  return best;
}
