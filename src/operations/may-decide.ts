import { epochMs } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { inRoles } from '#playbook/evaluate/membership.ts';
import { standingVotes } from '#playbook/evaluate/standing-votes.ts';
import type { Verdict } from '#playbook/verdict.ts';
import { listed } from '#views/wording.ts';
import { lifters } from './in-names.ts';
import { votesFrom } from './judge.ts';
import type { LoadedRequest } from './load-request.ts';
import type { Names } from './names.ts';

/** Whether somebody's approval, or one that was given for them, is their last word. */
export function hasApproved({ votes }: Pick<LoadedRequest, 'votes'>, person: string): boolean {
  return standingVotes(votesFrom(votes)).some(
    ({ vote, voter }) => vote.decision === 'approve' && (vote.person === person || voter === person),
  );
}

/** Throws a Refusal if there is no approval to take back. */
export function refuseUnlessApproved(loaded: Pick<LoadedRequest, 'votes'>, person: string): void {
  if (hasApproved(loaded, person)) return;
  throw new Refusal('not_approved', 'You have not approved this, so there is nothing to take back.');
}

/** Whether somebody may block a request that is undecided, and does not yet. */
export function mayBlock({ policy, facts }: LoadedRequest, verdict: Verdict, person: string, now: string): boolean {
  const blocks = verdict.blocks.some((block) => block.code === 'block' && block.person === person);
  return !blocks && inRoles(facts, person, policy.block.by, epochMs(now)) === true;
}

export function blocksAlready(): Refusal {
  return new Refusal('already_blocked', 'You block this request already. Lift block… on its card ends that.');
}

/** Throws a Refusal if somebody may neither hold nor release. */
export function refuseUnlessHolder({ row, policy, facts }: LoadedRequest, person: string, now: string): void {
  if (person === row.requesterPerson || inRoles(facts, person, policy.hold.by, epochMs(now)) === true) return;
  throw new Refusal(
    'not_in_role',
    `Only the requester and ${listed(
      policy.hold.by.map((role) => roleName([role])),
      4,
      'or',
    )} can hold this request or release it. Ask one of them in the card's thread.`,
  );
}

/** Who holds a request, as the evaluator reads it: whoever may hold releases what anybody holds, others what they do. */
export function holdersOf({
  policy,
  facts,
  votes,
}: Pick<LoadedRequest, 'policy' | 'facts' | 'votes'>): readonly string[] {
  const holding = new Set<string>();
  for (const { person, decision, at } of votes) {
    if (decision === 'hold') holding.add(person);
    if (decision !== 'release') continue;
    if (inRoles(facts, person, policy.hold.by, at.getTime()) === true) holding.clear();
    else holding.delete(person);
  }
  return [...holding];
}

/** How many people block it. */
export function standing(verdict: Verdict): number {
  return verdict.blocks.filter(({ code }) => code === 'block').length;
}

export function mayNotLift(verdict: Verdict, names: Names): Refusal {
  const people = verdict.blocks.filter(({ code }) => code === 'block').flatMap((block) => lifters(block, names));
  if (people.length === 0) return new Refusal('no_block', 'Nobody blocks this request, so there is nothing to lift.');
  const who = listed([...new Set(people)], 4, 'or');
  return new Refusal('not_the_blocker', `Only ${who} can lift this block. Ask them in the card's thread.`);
}

export function mayNotRefuse(verb: 'block' | 'reject', roles: readonly string[]): Refusal {
  return new Refusal(
    'not_in_role',
    `Only ${listed(
      roles.map((role) => roleName([role])),
      4,
      'or',
    )} can ${verb} this request. If something is wrong, tell one of them, or write it in the card's thread.`,
  );
}
