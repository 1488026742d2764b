import type { RuleState, RuleVerdict, Seat } from '../verdict.ts';
import { couldFill } from './could-fill.ts';
import type { Evaluation } from './evaluation.ts';
import type { JudgedRoute } from './judge-route.ts';
import type { JudgedRule } from './judge-rule.ts';
import { assignSeats, type OpenSeat, type SeatBook, seatsOf } from './seats.ts';
import { ruleSentence } from './sentences.ts';
import type { Standing } from './standing-votes.ts';

/** Every rule in file order: those on the shown route with its seats, each other one judged alone (§8.3). */
export function ruleVerdicts(
  ev: Evaluation,
  rules: readonly JudgedRule[],
  route: JudgedRoute | null,
  book: SeatBook,
): readonly RuleVerdict[] {
  const together = ev.policy.distinct.oneSeatPerPerson;
  const shared =
    route === null || !together
      ? null
      : filled(route.seats, couldFill(route.seats, route.holders, ev.standing, book), route.holders);
  return rules.map((judged) => {
    const onRoute = route?.rules.includes(judged) ?? false;
    if (onRoute && shared !== null && route !== null) {
      const own = shared.filter((_, index) => route.seats[index]?.rule === judged.rule);
      return verdictOf(judged, own, route);
    }
    const seats = judged.applies === 'no' ? [] : seatsOf([judged.rule]);
    const holders = assignSeats(seats, ev.standing, book);
    return verdictOf(
      judged,
      filled(seats, couldFill(seats, holders, ev.standing, book), holders),
      onRoute ? route : null,
    );
  });
}

function filled(
  seats: readonly OpenSeat[],
  could: ReturnType<typeof couldFill>,
  holders: readonly (Standing | null)[],
): readonly Seat[] {
  return seats.map(({ roles }, index) => {
    const vote = holders[index]?.vote;
    return {
      roles,
      filledBy: vote === undefined ? null : { person: vote.person, actingFor: vote.actingFor },
      couldBeFilledBy: could[index] ?? [],
    };
  });
}

function verdictOf(judged: JudgedRule, seats: readonly Seat[], route: JudgedRoute | null): RuleVerdict {
  const { rule, evidence, facts } = judged;
  const unmet = facts.filter(({ met }) => !met).map(({ because }) => because);
  const state = stateOf(judged, seats, route);
  return {
    name: rule.name,
    why: rule.why,
    state,
    onRoute: route !== null,
    because: sentence(judged, state, ruleSentence(seats, evidence, unmet)),
    seats,
    evidence,
    facts,
  };
}

function stateOf(judged: JudgedRule, seats: readonly Seat[], route: JudgedRoute | null): RuleState {
  if (judged.applies === 'no') return 'not_applicable';
  if (judged.malformed !== null) return 'error';
  if (judged.lacking === 0 && seats.every(({ filledBy }) => filledBy !== null)) return 'approved';
  return route?.blockedBy === 'too_few_people' ? 'blocked' : 'waiting';
}

function sentence(judged: JudgedRule, state: RuleState, otherwise: string): string {
  if (state === 'not_applicable') return `Does not apply: ${judged.ifBecause}.`;
  return judged.malformed ?? otherwise;
}
