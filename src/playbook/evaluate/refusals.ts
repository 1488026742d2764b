import { epochMs, instantAt } from '#domain/instant.ts';
import { isUnknown } from '../facts.ts';
import { aPerson, aRole } from '../mention.ts';
import { own } from '../own.ts';
import type { Block, NotCountedCode } from '../verdict.ts';
import type { Vote } from '../vote.ts';
import { hasReason } from './count-vote.ts';
import { whoFails } from './eligible.ts';
import type { Evaluation } from './evaluation.ts';

/** The blocks and the rejection that stand (§8.6), and those cast by people who may not. */
export interface Refusals {
  readonly blocks: readonly Block[];
  readonly rejectedBy: string | null;
  readonly notCounted: readonly { readonly vote: Vote; readonly code: NotCountedCode; readonly because: string }[];
}

export function refusals(ev: Evaluation): Refusals {
  const standing = new Map<string, Vote>();
  const gone = new Set<string>();
  const notCounted: { vote: Vote; code: NotCountedCode; because: string }[] = [];
  let rejected: Vote | null = null;
  for (const vote of ev.votes) {
    if (vote.decision === 'block' || vote.decision === 'reject') {
      const shut = mayNotRefuse(ev, vote);
      if (shut !== null) notCounted.push({ vote, ...shut });
      else if (vote.decision === 'reject') rejected ??= vote;
      else {
        standing.set(vote.person, vote);
        if (hasGone(ev, vote.person)) gone.add(vote.person);
      }
    } else if (vote.decision === 'lift') {
      for (const person of lifted(ev, vote, standing, gone)) {
        standing.delete(person);
        gone.delete(person);
      }
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
  const inOne = ev.members.inRoles(vote.person, ev.policy.block.by, epochMs(vote.at));
  if (!isUnknown(inOne) && !inOne) {
    return {
      code: 'not_in_role',
      because: `${aPerson(vote.person)} is not in ${ev.policy.block.by.map(aRole).join(' or ')}.`,
    };
  }
  return hasReason(vote) ? null : { code: 'no_reason', because: `${aPerson(vote.person)} gave no reason.` };
}

/** Whose blocks a vote lifts: all as a member of `lifted_by`, else its own; as the owner role, those of people gone. */
function lifted(
  ev: Evaluation,
  lift: Vote,
  standing: ReadonlyMap<string, Vote>,
  gone: ReadonlySet<string>,
): readonly string[] {
  if (standing.size === 0 || whoFails(ev, lift.person) !== null || !hasReason(lift)) return [];
  const { liftedBy } = ev.policy.block;
  if (liftedBy !== 'same_person' && isMember(ev, lift.person, liftedBy, lift)) return [...standing.keys()];
  const own = liftedBy === 'same_person' ? [lift.person] : [];
  if (gone.size === 0 || !isMember(ev, lift.person, [ev.policy.owner], lift)) return own;
  // A lift that was none when it was cast does not become one when the blocker leaves afterwards.
  return [...own, ...[...gone].filter((person) => hasGone(ev, person, epochMs(lift.at)))];
}

function isMember(ev: Evaluation, person: string, roles: readonly string[], vote: Vote): boolean {
  return ev.members.inRoles(person, roles, epochMs(vote.at)) === true;
}

/** Whether a blocker has left the company, or at that instant every role that may block. */
function hasGone(ev: Evaluation, person: string, atMs = ev.nowMs): boolean {
  const active = own(ev.facts.people, person)?.active ?? false;
  return !active || ev.members.inRoles(person, ev.policy.block.by, atMs) === false;
}

function blockOf(ev: Evaluation, vote: Vote): Block {
  const { liftedBy } = ev.policy.block;
  const owner = hasGone(ev, vote.person) ? [ev.policy.owner] : [];
  const named = liftedBy !== 'same_person' ? liftedBy : owner.length === 0 ? [vote.person] : [];
  const by = [...new Set([...named, ...owner])];
  return {
    code: 'block',
    person: vote.person,
    because: `${aPerson(vote.person)} blocks it: ${vote.reason.trim()}`,
    liftedBy: by,
    since: instantAt(epochMs(vote.at)),
  };
}

function rejection(vote: Vote): Block {
  return {
    code: 'reject',
    person: vote.person,
    because: `${aPerson(vote.person)} rejected it: ${vote.reason.trim()}`,
    liftedBy: [],
    since: instantAt(epochMs(vote.at)),
  };
}
