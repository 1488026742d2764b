import { roleName } from '#domain/role-name.ts';
import { findingsSeen, fingerprints } from '#playbook/fingerprint.ts';
import type { Seat, Verdict } from '#playbook/verdict.ts';
import type { Vote } from '#playbook/vote.ts';
import { listed } from '#views/wording.ts';
import { inNames } from '../in-names.ts';
import { judge } from '../judge.ts';
import type { Names } from '../names.ts';
import type { Setting } from '../setting.ts';
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
  if (held.length > 0) return `You approved this as ${rolesText(held)}.`;
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
  const vote: Vote = {
    person,
    decision: 'approve',
    actingFor: null,
    reason: 'Would approve this now.',
    at,
    subject: facts.subject.digest,
    evidence: fingerprints(verdict.evidence),
    findings: findingsSeen(verdict.evidence),
  };
  const tried: Verdict = judge(policy, setting.playbooks(), facts, [...votes, vote], at).verdict;
  const not = tried.votesNotCounted.find((one) => one.person === person);
  return whyNot(not, inNames(names, tried)) ?? 'You could fill no seat that is still empty.';
}

function rolesText(seats: readonly Seat[]): string {
  return listed([...new Set(seats.map(({ roles }) => roleName(roles)))], 4);
}

function couldText(seats: readonly Seat[], person: string, names: Names): string {
  const pools = seats.flatMap(({ roles, couldBeFilledBy }) =>
    couldBeFilledBy
      .filter((holder) => holder.person === person)
      .map(({ actingFor }) => `${roleName(roles)}${actingFor === null ? '' : `, for ${names.of(actingFor)}`}`),
  );
  return listed([...new Set(pools)], 4, 'or');
}
