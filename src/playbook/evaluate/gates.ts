import { epochMs, instantAt } from '#domain/instant.ts';
import { freezeSpans } from '../freeze.ts';
import { aPerson } from '../mention.ts';
import type { Gate } from '../verdict.ts';
import type { Vote } from '../vote.ts';
import { whoFails } from './eligible.ts';
import type { Evaluation } from './evaluation.ts';

/** What an approved request still waits for (§8.8); an overridden one waits for the lock only. */
export function gatesOf(ev: Evaluation, status: 'approved' | 'overridden'): readonly Gate[] {
  const lock = lockGate(ev);
  return status === 'overridden'
    ? lock
    : [...holdGates(ev), ...freezeGates(ev), ...waitGate(ev), ...brokenGate(ev), ...lock];
}

function holdGates(ev: Evaluation): readonly Gate[] {
  const holding = new Map<string, Vote>();
  for (const vote of ev.votes) {
    if (vote.decision === 'hold' && mayHold(ev, vote)) holding.set(vote.person, vote);
    if (vote.decision !== 'release') continue;
    if (whoFails(ev, vote.person) === null && isHolder(ev, vote)) holding.clear();
    else holding.delete(vote.person);
  }
  return [...holding.values()].map((vote) => ({
    gate: 'hold',
    name: vote.person,
    until: null,
    because: `${aPerson(vote.person)} holds it${vote.reason.trim() === '' ? '' : `: ${vote.reason.trim()}`}`,
  }));
}

/** Unknown membership is read as being allowed to hold. */
function mayHold(ev: Evaluation, vote: Vote): boolean {
  if (vote.person === ev.facts.requester.person) return true;
  return ev.members.inRoles(vote.person, ev.policy.hold.by, epochMs(vote.at)) !== false;
}

function isHolder(ev: Evaluation, vote: Vote): boolean {
  return ev.members.inRoles(vote.person, ev.policy.hold.by, epochMs(vote.at)) === true;
}

function freezeGates({ policy, facts, nowMs, notes }: Evaluation): readonly Gate[] {
  const gates: Gate[] = [];
  for (const freeze of policy.timing.freeze) {
    if (!freeze.actions.includes(facts.action)) continue;
    for (const { start, end } of freezeSpans(freeze, nowMs)) {
      notes.mayChangeAt(start);
      notes.mayChangeAt(end);
      if (start > nowMs) continue;
      const because = `Frozen by "${freeze.name}" (${freeze.zone}).`;
      gates.push({ gate: 'freeze', name: freeze.name, until: instantAt(end), because });
    }
  }
  return gates;
}

function waitGate({ policy, facts, nowMs, notes }: Evaluation): readonly Gate[] {
  const { waitAfterApprovalMs } = policy.timing;
  const from = facts.progress.approvedAt === null ? nowMs : epochMs(facts.progress.approvedAt);
  const end = from + waitAfterApprovalMs;
  notes.mayChangeAt(end);
  if (nowMs >= end) return [];
  return [{ gate: 'wait', name: 'wait', until: instantAt(end), because: 'It waits some time after the approval.' }];
}

/** What a file means that cannot be loaded nobody knows, so what was asked for since waits until it can (§2). */
function brokenGate({ facts: { brokenFiles = [] } }: Evaluation): readonly Gate[] {
  if (brokenFiles.length === 0) return [];
  const because = `${brokenFiles.join(' and ')} cannot be loaded; it waits until that is mended.`;
  return [{ gate: 'wait', name: 'playbooks', until: null, because }];
}

function lockGate({ facts }: Evaluation): readonly Gate[] {
  if (facts.lock === null) return [];
  const because = `${facts.lock.request} is being carried out for the same target.`;
  return [{ gate: 'lock', name: facts.lock.request, until: null, because }];
}
