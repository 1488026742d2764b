import { epochMs, type Instant } from '#domain/instant.ts';
import { couldFill } from '../evaluate/could-fill.ts';
import { decide, judgedRoutes } from '../evaluate/decide.ts';
import { beginEvaluation, type Evaluation } from '../evaluate/evaluation.ts';
import type { JudgedRoute } from '../evaluate/judge-route.ts';
import { judgeRule } from '../evaluate/judge-rule.ts';
import { attempt } from '../evaluate/notes.ts';
import { assignSeats, type OpenSeat, type SeatBook, seatBook, seatsOf } from '../evaluate/seats.ts';
import { heldBack, type Standing, standingVotes } from '../evaluate/standing-votes.ts';
import type { Facts } from '../facts.ts';
import type { EffectivePolicy } from '../playbook.ts';
import type { SeatHolder } from '../verdict.ts';
import type { Vote } from '../vote.ts';

/** Seats that are filled by one matching, under one policy. All groups of a way have to be full. */
export interface SeatGroup {
  readonly ev: Evaluation;
  readonly seats: readonly OpenSeat[];
}

/** One way to an approval that people alone can complete. */
export interface Way {
  readonly groups: readonly SeatGroup[];
  /** How many people its emptiest group needs: fewer can never do. */
  readonly atLeast: number;
}

/** The ways of one policy that lack people only, the shortest first; none if something else stands in the way. */
export function waysOf(policy: EffectivePolicy, facts: Facts, votes: readonly Vote[], now: Instant): readonly Way[] {
  const read = attempt(() => openWays(beginEvaluation(policy, facts, votes, epochMs(now))));
  return 'value' in read ? read.value : [];
}

function openWays(ev: Evaluation): readonly Way[] {
  const book = seatBook(ev);
  const decided = decide(ev, book);
  if (decided.status === 'overridden' || decided.auto !== null) return [{ groups: [], atLeast: 0 }];
  if (decided.blocks.some(({ code }) => !ofRoute.includes(code))) return [];
  const rules = ev.policy.rules.map((rule) => judgeRule(ev, rule));
  return judgedRoutes(ev, rules, book)
    .filter((route) => route.blockedBy === null && route.state !== 'error' && lacksOnlyPeople(route))
    .map((route) => wayOf(ev, route, book))
    .sort((a, b) => a.atLeast - b.atLeast);
}

/** Blocks of the shown route; another route may be free of them. */
const ofRoute: readonly string[] = ['nobody_decides', 'too_few_people', 'no_route'];

function lacksOnlyPeople({ rules }: JudgedRoute): boolean {
  return rules.every(({ lacking }) => lacking === 0);
}

function wayOf(ev: Evaluation, { rules }: JudgedRoute, book: SeatBook): Way {
  const together = ev.policy.distinct.oneSeatPerPerson ? [rules] : rules.map((one) => [one]);
  const groups = together.map((group) => ({ ev, seats: seatsOf(group.map(({ rule }) => rule)) }));
  const needed = groups.map(({ seats }) => fewest(countEmpty(assignSeats(seats, ev.standing, book)), ev.standing));
  return { groups, atLeast: Math.max(0, ...needed) };
}

function countEmpty(holders: readonly unknown[]): number {
  return holders.filter((holder) => holder === null).length;
}

/**
 * How many people these seats need at least. An approval fills one, but that of somebody whose no holds back the vote of
 * a delegate can fill two: one for whom it is cast for, and one by that vote.
 */
function fewest(empty: number, standing: readonly Standing[]): number {
  return Math.max(Math.ceil(empty / 2), empty - heldBack(standing).size);
}

/** A group with some votes: how many seats are empty, and whose fresh approval would fill one more. */
export interface GroupState {
  readonly empty: number;
  /** Fewer people than this cannot fill them. */
  readonly atLeast: number;
  readonly helpers: readonly SeatHolder[];
  /** Principals whose own approval would fill none, but would let their delegate hold a seat of their own. */
  readonly freeing: readonly SeatHolder[];
}

/** Looks at every group with these votes in place of the recorded ones. */
export function statesWith(groups: readonly SeatGroup[], votes: readonly Vote[]): readonly GroupState[] {
  const standing = standingVotes(votes);
  const standingOf = new Map(standing.map((one) => [one.vote.person, one]));
  const books = new Map<Evaluation, SeatBook>();
  return groups.map(({ ev, seats }) => {
    const book = books.get(ev) ?? seatBook({ ...ev, votes, standing, standingOf });
    books.set(ev, book);
    const holders = assignSeats(seats, standing, book);
    const helpers = couldFill(seats, holders, standing, book).flat();
    const empty = countEmpty(holders);
    return { empty, atLeast: fewest(empty, standing), helpers, freeing: freeing(seats, standing, book) };
  });
}

function freeing(seats: readonly OpenSeat[], standing: readonly Standing[], book: SeatBook): readonly SeatHolder[] {
  const acted = standing.filter((one) => one.vote.actingFor !== null && seats.some((seat) => book.counts(one, seat)));
  const principals = new Set(acted.map(({ voter }) => voter));
  return book
    .casters()
    .filter((caster) => caster.actingFor === null && principals.has(caster.person))
    .filter((caster) => seats.some((seat) => book.eligible(caster, seat)));
}
