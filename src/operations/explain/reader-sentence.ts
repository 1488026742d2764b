import { roleName } from '#domain/role-name.ts';
import type { Seat, SeatHolder } from '#playbook/verdict.ts';
import { listed } from '#views/wording.ts';
import { inNames } from '../in-names.ts';
import { judge } from '../judge.ts';
import type { Names } from '../names.ts';
import type { Setting } from '../setting.ts';
import { tryApproval } from '../try-approval.ts';
import { whyNot } from '../why-not.ts';
import type { ExplainedRequest } from './explain-request.ts';

/** Whether the reader could give what a request misses, and why not; null where nothing is asked of anybody. */
export function readerSentence(
  setting: Pick<Setting, 'playbooks'>,
  explained: ExplainedRequest,
  names: Names,
  person: string | null,
): string | null {
  const { verdict, over } = explained;
  if (over || verdict.status === 'overridden') return null;
  if (person === null) {
    const { owner } = setting.playbooks().set.people;
    return `Your Slack account belongs to nobody in people.yaml, so you cannot vote. ${roleName([owner])} can add you.`;
  }
  const seats = verdict.rules.filter(({ onRoute }) => onRoute).flatMap((rule) => rule.seats);
  const held = seats.filter(({ filledBy }) => filledBy?.person === person);
  if (held.length > 0) return `You approved this as ${heldText(held, names)}.`;
  if (verdict.status === 'approved') return null;
  const before = verdict.votesNotCounted.find((vote) => vote.person === person);
  const say = inNames(names, verdict);
  const spent = before === undefined ? '' : `Your vote does not count: ${say(before)}. `;
  const could = seats.filter((seat) => seat.couldBeFilledBy.some((holder) => holder.person === person));
  if (could.length > 0) return `${spent}You can approve this as ${couldText(could, person, names)}.`;
  return whyThey(setting, explained, names, person);
}

/** What the evaluator says of an approval that the reader has not given. */
function whyThey(
  setting: Pick<Setting, 'playbooks'>,
  { verdict, votes, loaded, at }: ExplainedRequest,
  names: Names,
  person: string,
): string {
  const { policy, facts } = loaded;
  const tried = tryApproval(person, facts, verdict, at, (vote) => {
    return judge(policy, setting.playbooks(), facts, [...votes, vote], at).verdict;
  });
  return whyNot(tried.not, inNames(names, tried.verdict), names) ?? 'You could fill no seat that is still empty.';
}

function heldText(seats: readonly Seat[], names: Names): string {
  const held = seats.flatMap(({ roles, filledBy }) => (filledBy === null ? [] : [asText(roles, filledBy, names)]));
  return listed([...new Set(held)], 4);
}

/** Whoever could fill a seat for themselves does not approve for somebody else. */
function couldText(seats: readonly Seat[], person: string, names: Names): string {
  const could = seats.flatMap(({ roles, couldBeFilledBy }) =>
    couldBeFilledBy.filter((holder) => holder.person === person).map((holder) => ({ roles, holder })),
  );
  const own = could.filter(({ holder }) => holder.actingFor === null);
  const pools = (own.length === 0 ? could : own).map(({ roles, holder }) => asText(roles, holder, names));
  return listed([...new Set(pools)], 4, 'or');
}

function asText(roles: readonly string[], { actingFor }: SeatHolder, names: Names): string {
  return `${roleName(roles)}${actingFor === null ? '' : `, for ${names.of(actingFor)}`}`;
}
