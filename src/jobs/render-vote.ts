import type { Rendered } from '#domain/chat.ts';
import { roleName } from '#domain/role-name.ts';
import { inNames } from '#operations/in-names.ts';
import { verdictOf } from '#operations/load-request.ts';
import type { PresentedRequest } from '#operations/present-request.ts';
import { shownWayBack } from '#operations/taken-back.ts';
import type { SeatHolder } from '#playbook/verdict.ts';
import { type Decision, decisions } from '#playbook/vote.ts';
import { voteLine } from '#views/vote-line.ts';

/** The line of one vote in the thread of its card. */
export function renderVote({ loaded, names, card }: PresentedRequest, voteId: number): Rendered {
  const vote = loaded.votes.find(({ id }) => id === voteId);
  if (vote === undefined) throw new Error(`there is no vote ${voteId}`);
  const verdict = verdictOf(loaded.row);
  const isOf = (one: SeatHolder) => one.person === vote.person && one.actingFor === vote.actingFor;
  const seat = verdict.rules.flatMap((rule) => rule.seats).find(({ filledBy }) => filledBy !== null && isOf(filledBy));
  const not = verdict.votesNotCounted.find(isOf);
  const { decision } = vote;
  const wayBack = shownWayBack(loaded.row, vote.id);
  return voteLine({
    name: names.of(vote.person),
    decision: isShown(decision) ? decision : 'approve',
    role: seat === undefined ? null : roleName(seat.roles),
    actingFor: vote.actingFor === null ? null : names.of(vote.actingFor),
    reason: vote.reason === '' ? null : vote.reason,
    notCounted: decision === 'approve' && not !== undefined ? inNames(names, verdict)(not) : null,
    accepted: card.evidence.filter(({ status }) => status !== 'passed').map(({ title }) => title),
    ...(wayBack === null ? {} : { wayBack }),
    needs: card.needs,
    change: card.change !== undefined || card.keeps === true,
    retraining: card.retraining !== undefined,
    silence: card.silence !== undefined,
    stop: card.stop !== undefined,
    code: vote.code,
  });
}

function isShown(decision: string): decision is Decision {
  return decisions.some((one) => one === decision);
}
