import { instantAt } from '#domain/instant.ts';
import { aPerson } from '../mention.ts';
import type { VoteNotCounted } from '../verdict.ts';
import { voteFails, voteFailsAnywhere } from './count-vote.ts';
import { type Failing, failing, furtherDown } from './eligible.ts';
import type { Evaluation } from './evaluation.ts';
import type { OpenSeat } from './seats.ts';
import type { Standing } from './standing-votes.ts';

/** Every approval or withdrawal that holds no seat, with the condition furthest down that it fails (§8.4). */
export function votesNotCounted(
  ev: Evaluation,
  seats: readonly OpenSeat[],
  holders: readonly (Standing | null)[],
): readonly VoteNotCounted[] {
  return ev.standing
    .filter(({ vote }) => vote.decision === 'approve' || vote.decision === 'withdraw')
    .filter((one) => !holders.includes(one))
    .map((one) => {
      const { code, because, since } = whyNot(ev, seats, one);
      const { person, actingFor } = one.vote;
      return { person, actingFor, code, because, since: since === null ? null : instantAt(since) };
    });
}

function whyNot(ev: Evaluation, seats: readonly OpenSeat[], one: Standing): Failing {
  let furthest: Failing | null = voteFailsAnywhere(ev, one);
  if (furthest !== null) return furthest;
  const distinct = new Map(seats.map((seat) => [seat.key, seat]));
  for (const seat of distinct.values()) {
    const fails = voteFails(ev, seat.rule, seat.roles, one);
    if (fails === null) return failing('surplus', `The seats ${aPerson(one.vote.person)} could fill are taken.`);
    furthest = furtherDown(furthest, fails);
  }
  return furthest ?? failing('not_in_role', `There is no seat for ${aPerson(one.vote.person)} here.`);
}
