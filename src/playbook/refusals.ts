import { epochMs, instantAt } from '#domain/instant.ts';
import { hasReason } from './count-vote.ts';
import { whoFails } from './eligible.ts';
import type { Evaluation } from './evaluation.ts';
import { isUnknown } from './facts.ts';
import { inRoles } from './membership.ts';
import { own } from './own.ts';
import type { Block, NotCountedCode } from './verdict.ts';
import type { Vote } from './vote.ts';

/** The blocks and the rejection that stand (§8.6), and those cast by people who may not. */
export interface Refusals {
  readonly blocks: readonly Block[];
  readonly rejectedBy: string | null;
  readonly notCounted: readonly { readonly vote: Vote; readonly code: NotCountedCode; readonly because: string }[];
}

export function refusals(ev: Evaluation): Refusals {
  const standing = new Map<string, Vote>();
  const notCounted: { vote: Vote; code: NotCountedCode; because: string }[] = [];
  let rejected: Vote | null = null;
  for (const vote of ev.votes) {
    if (vote.decision === 'block' || vote.decision === 'reject') {
      const shut = mayNotRefuse(ev, vote);
      if (shut !== null) notCounted.push({ vote, ...shut });
      else if (vote.decision === 'reject') rejected ??= vote;
      else standing.set(vote.person, vote);
    } else if (vote.decision === 'lift') {
      for (const [person, block] of standing) if (mayLift(ev, vote, block)) standing.delete(person);
    }
  }
  const blocks = [...standing.values()].map((vote) => blockOf(ev, vote));
  return {
    blocks: rejected === null ? blocks : [rejection(rejected), ...blocks],
    rejectedBy: rejected?.person ?? null,
    notCounted,
  };
}

/** Exclusions do not matter; unknown membership is read as being in the role. */
function mayNotRefuse(ev: Evaluation, vote: Vote): { code: NotCountedCode; because: string } | null {
  const who = whoFails(ev, vote.person);
  const left = who?.code === 'deactivated' || who?.code === 'unlinked';
  if (who !== null && !left) return who;
  const inOne = inRoles(ev.facts, vote.person, ev.policy.block.by, epochMs(vote.at));
  if (!isUnknown(inOne) && !inOne) {
    return { code: 'not_in_role', because: `${vote.person} is not in ${ev.policy.block.by.join(' or ')}.` };
  }
  return hasReason(vote) ? null : { code: 'no_reason', because: `${vote.person} gave no reason.` };
}

function mayLift(ev: Evaluation, lift: Vote, block: Vote): boolean {
  if (whoFails(ev, lift.person) !== null || !hasReason(lift)) return false;
  const { liftedBy } = ev.policy.block;
  if (liftedBy === 'same_person' ? lift.person === block.person : isMember(ev, lift.person, liftedBy, lift))
    return true;
  return hasGone(ev, block.person) && isMember(ev, lift.person, [ev.policy.owner], lift);
}

function isMember(ev: Evaluation, person: string, roles: readonly string[], vote: Vote): boolean {
  return inRoles(ev.facts, person, roles, epochMs(vote.at)) === true;
}

/** Whether a blocker has left the company or every role that may block. */
function hasGone(ev: Evaluation, person: string): boolean {
  const active = own(ev.facts.people, person)?.active ?? false;
  return !active || inRoles(ev.facts, person, ev.policy.block.by, ev.nowMs) === false;
}

function blockOf(ev: Evaluation, vote: Vote): Block {
  const { liftedBy } = ev.policy.block;
  const by = hasGone(ev, vote.person) ? [ev.policy.owner] : liftedBy === 'same_person' ? [vote.person] : liftedBy;
  return {
    code: 'block',
    person: vote.person,
    because: `${vote.person} blocks it: ${vote.reason.trim()}`,
    liftedBy: by,
    since: instantAt(epochMs(vote.at)),
  };
}

function rejection(vote: Vote): Block {
  return {
    code: 'reject',
    person: vote.person,
    because: `${vote.person} rejected it: ${vote.reason.trim()}`,
    liftedBy: [],
    since: instantAt(epochMs(vote.at)),
  };
}
