import { instantAt } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { type Facts, isUnknown } from '#playbook/facts.ts';
import { freezeSpans } from '#playbook/freeze.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Verdict } from '#playbook/verdict.ts';
import type { CriterionRow } from '#store/criteria.ts';
import type { RequestRow } from '#store/requests.ts';
import type { RolloutRow } from '#store/rollouts.ts';
import type { VoteRow } from '#store/votes.ts';
import type { LiveStage, Stage } from '#views/approval-stages.ts';
import type { NextGate } from '#views/gates.ts';
import type { Decider, Gate } from '#views/request-facts.ts';
import { setCriterionOf } from './criteria/present-criteria.ts';
import { inNames, lifters } from './in-names.ts';
import { holderName, type Names } from './names.ts';
import { autoText, notesOf } from './outcome-notes.ts';
import { retryable } from './retry-request.ts';
import { shownRollout } from './rollout/shown-rollout.ts';
import { type Trouble, troubleOf } from './trouble.ts';

export interface StageSource {
  readonly row: RequestRow;
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly verdict: Verdict;
  readonly votes: readonly VoteRow[];
  readonly names: Names;
  readonly now: string;
  /** How traffic moves or moved for it; null where only the alias does. */
  readonly rollout: RolloutRow | null;
  /** What its rejection demanded. */
  readonly criterion: CriterionRow | null;
  /** The request that took this one's place. */
  readonly successor: RequestRow | null;
}

/** Where a request stands, in the words of its card. */
export function presentStage(source: StageSource): Stage {
  const { row, verdict } = source;
  switch (row.state) {
    case 'open':
      return verdict.status === 'blocked' ? blocked(source) : { at: 'open', nextGate: nextFreeze(source) };
    case 'approved':
    case 'overridden':
    case 'executing':
      return underWay(source);
    case 'verified':
    case 'failed':
      return carriedOut(source);
    case 'rejected':
      return rejected(source);
    case 'expired':
      return { at: 'expired', expiredAt: settledAt(row), approved: row.decidedAt !== null };
    case 'withdrawn':
      return { at: 'withdrawn', by: requesterName(source), withdrawnAt: settledAt(row), reason: null };
    case 'superseded':
      return superseded(source);
  }
}

/** Who filled which seat, each person once. */
function decidersOf({ verdict, names }: Pick<StageSource, 'verdict' | 'names'>): readonly Decider[] {
  const seats = verdict.rules.filter((rule) => rule.onRoute).flatMap((rule) => rule.seats);
  const deciders = seats.flatMap((seat) =>
    seat.filledBy === null ? [] : [{ name: holderName(names, seat.filledBy), role: roleName(seat.roles) }],
  );
  return [...new Map(deciders.map((one) => [`${one.name} ${one.role}`, one])).values()];
}

export function requesterName({ row, names }: Pick<StageSource, 'row' | 'names'>): string {
  if (row.obligationId !== null) return 'Countersign';
  return row.requesterPerson === null ? 'an automation' : names.of(row.requesterPerson);
}

function blocked({ verdict, names }: StageSource): LiveStage {
  const say = inNames(names, verdict);
  return {
    at: 'blocked',
    blocks: verdict.blocks.map((block) => ({ because: say(block), liftedBy: lifters(block, names) })),
  };
}

function underWay(source: StageSource): LiveStage {
  const { row, verdict, now } = source;
  const approvedAt = (row.decidedAt ?? row.openedAt).toISOString();
  const trouble = troubleOf(row);
  if (row.state === 'executing' && source.rollout !== null) {
    const rollout = shownRollout(row, source.rollout);
    return { at: 'executing', startedAt: now, deciders: decidersOf(source), auto: autoText(source), rollout };
  }
  if (trouble !== null) return delayed(row, trouble, approvedAt);
  const deciders = decidersOf(source);
  const auto = autoText(source);
  if (row.state === 'executing') return { at: 'executing', startedAt: now, deciders, auto };
  const gates = gatesOf(verdict, source.names);
  return { at: 'approved', approvedAt, deciders, auto, gates };
}

/** What an approved request waits for; a hold by the name of who holds it. */
export function gatesOf(verdict: Verdict, names: Names): readonly Gate[] {
  const say = inNames(names, verdict);
  return verdict.gates.map((gate) => ({ kind: gate.gate, name: gate.name, until: gate.until, because: say(gate) }));
}

function delayed(row: RequestRow, trouble: Trouble, approvedAt: string): LiveStage {
  return {
    at: 'delayed',
    approvedAt,
    trouble: trouble.answered ? trouble.because.replace(/\.$/, '') : `${trouble.system} did not answer`,
    tries: trouble.tries,
    nextTryAt: trouble.nextTryAt,
    nothingChanged: row.state !== 'executing' || !trouble.ambiguous,
  };
}

function carriedOut(source: StageSource): Stage {
  const { row } = source;
  const { conflict, failed, holds, readBackAt } = row.outcome;
  if (isConflict(conflict)) return { at: 'conflict', noticedAt: settledAt(row), ...conflict };
  if (row.state === 'failed') {
    return {
      at: 'failed',
      failedAt: settledAt(row),
      because: textOf(failed, 'The registry refused.'),
      holds: typeof holds === 'string' ? holds : null,
      restored: holds !== row.version,
      retryable: retryable(row, source.now),
    };
  }
  return {
    at: 'promoted',
    deciders: decidersOf(source),
    auto: autoText(source),
    decidedInMs: (row.decidedAt ?? row.openedAt).getTime() - row.openedAt.getTime(),
    readBackAt: textOf(readBackAt, settledAt(row)),
    notes: notesOf(row, source.rollout),
  };
}

function rejected(source: StageSource): Stage {
  const { row, verdict, votes, names } = source;
  const vote = votes.findLast((one) => one.decision === 'reject');
  const person = vote?.person ?? verdict.rejectedBy ?? '';
  return {
    at: 'rejected',
    by: { name: names.of(person), role: roleName(rolesOf(source, person).slice(0, 1)) },
    rejectedAt: settledAt(row),
    reason: vote?.reason ?? '',
    criteria: source.criterion === null ? [] : [setCriterionOf(source.criterion, names)],
  };
}

/** The roles by which a person may reject, as the playbooks have them now. */
function rolesOf({ policy, facts }: StageSource, person: string): readonly string[] {
  return policy.block.by.filter((role) => {
    const members = facts.roles[role];
    return members !== undefined && !isUnknown(members) && members.some((one) => one.person === person);
  });
}

function superseded({ row, successor }: StageSource): Stage {
  if (successor !== null) {
    const by = { version: successor.version, code: successor.code, url: null };
    return { at: 'superseded', by, supersededAt: settledAt(row) };
  }
  const { because, holds } = row.outcome;
  return {
    at: 'failed',
    failedAt: settledAt(row),
    because: textOf(because, 'What was approved is no longer what the registry holds.'),
    holds: typeof holds === 'string' ? holds : null,
    restored: holds !== row.version,
    retryable: false,
  };
}

/** The next freeze that starts before the deadline, if one does. */
function nextFreeze({ row, policy, now }: StageSource): NextGate | null {
  const nowMs = Date.parse(now);
  const starts = policy.timing.freeze
    .filter(({ actions }) => actions.some((action) => action === row.action))
    .flatMap((freeze) => freezeSpans(freeze, nowMs).map(({ start }) => ({ name: freeze.name, start })))
    .filter(({ start }) => start > nowMs && start < row.deadline.getTime())
    .sort((a, b) => a.start - b.start);
  const [first] = starts;
  return first === undefined ? null : { name: first.name, from: instantAt(first.start) };
}

function settledAt(row: RequestRow): string {
  return (row.settledAt ?? row.openedAt).toISOString();
}

function isConflict(value: unknown): value is { expected: string | null; found: string | null } {
  return typeof value === 'object' && value !== null && 'expected' in value && 'found' in value;
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
