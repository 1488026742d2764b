import { epochMs, type Instant } from '#domain/instant.ts';
import { beginEvaluation } from '../evaluate/evaluation.ts';
import { seatBook, seatsOf } from '../evaluate/seats.ts';
import type { Facts } from '../facts.ts';
import type { EffectivePolicy, EffectiveRule } from '../playbook.ts';
import type { SeatHolder } from '../verdict.ts';

export interface SeatsToday {
  readonly roles: readonly string[];
  readonly count: number;
  /** Whose approval would count, as evaluation reads it; by id, delegates with whom they act for. */
  readonly people: readonly SeatHolder[];
}

/** Who could fill the seats of a rule if it were asked now, as evaluation itself decides it. */
export function seatsToday(
  policy: EffectivePolicy,
  rule: EffectiveRule,
  facts: Facts,
  at: Instant,
): readonly SeatsToday[] {
  const book = seatBook(beginEvaluation(policy, facts, [], epochMs(at)));
  return rule.people.flatMap((need) => {
    const [seat] = seatsOf([{ ...rule, people: [need] }]);
    if (seat === undefined) return [];
    const people = book.casters().filter((caster) => book.eligible(caster, seat));
    return {
      roles: need.from,
      count: need.count,
      people: people.map(({ person, actingFor }) => ({ person, actingFor })),
    };
  });
}
