import { type EvidenceContext } from '../evidence/define.ts';
import type { DelegationFact, Facts } from '../facts.ts';
import type { EffectivePolicy } from '../playbook.ts';
import { type PredicateContext } from '../predicates/define.ts';
import type { EvidenceVerdict } from '../verdict.ts';
import type { Vote } from '../vote.ts';
import { judgeCriteria } from './judge-criteria.ts';
import { type JudgedEvidence, judgeEvidence } from './judge-evidence.ts';
import { type Memberships, membershipsOf, noteSpells } from './membership.ts';
import { type Notes, takeNotes } from './notes.ts';
import { requireVotes, soundFacts } from './sound-facts.ts';
import { type Standing, standingVotes } from './standing-votes.ts';

/** What every step of one evaluation reads, and the notes it takes. */
export interface Evaluation {
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly votes: readonly Vote[];
  readonly standing: readonly Standing[];
  /** By who cast it. */
  readonly standingOf: ReadonlyMap<string, Standing>;
  readonly members: Memberships;
  /** Whom a person may act for, as the facts list it. */
  readonly delegationsTo: (person: string) => readonly DelegationFact[];
  readonly nowMs: number;
  readonly notes: Notes;
  /** By id, in the playbook's order. */
  readonly evidence: ReadonlyMap<string, JudgedEvidence>;
  /** What earlier rejections demand. */
  readonly criteria: readonly EvidenceVerdict[];
  readonly predicates: PredicateContext;
}

/** Judges the evidence and makes ready to read predicates. Throws a RangeError or TypeError for roles or votes of the wrong shape. */
export function beginEvaluation(
  policy: EffectivePolicy,
  given: Facts,
  votes: readonly Vote[],
  nowMs: number,
): Evaluation {
  requireVotes(votes);
  const facts = soundFacts(given);
  const notes = takeNotes();
  const context: EvidenceContext = { facts, nowMs, mayChangeAt: notes.mayChangeAt };
  const evidence = new Map(policy.evidence.map((item) => [item.id, judgeEvidence(item, context)]));
  noteSpells(facts, notes.mayChangeAt);
  const members = membershipsOf(facts);
  const standing = standingVotes(votes);
  const predicates: PredicateContext = {
    facts,
    nowMs,
    mayChangeAt: notes.mayChangeAt,
    evidenceStatus: (id) => evidence.get(id)?.verdict.status ?? null,
    inRoles: (person, roles) => members.inRoles(person, roles, nowMs),
  };
  return {
    policy,
    facts,
    votes,
    standing,
    standingOf: new Map(standing.map((one) => [one.vote.person, one])),
    members,
    delegationsTo: delegationsOf(facts),
    nowMs,
    notes,
    evidence,
    criteria: judgeCriteria(facts, policy),
    predicates,
  };
}

/** Sorts the delegations once, when they are first asked for. */
function delegationsOf(facts: Facts): Evaluation['delegationsTo'] {
  let sorted: ReadonlyMap<string, readonly DelegationFact[]> | null = null;
  return (person) => {
    sorted ??= Map.groupBy(facts.delegations, ({ to }) => to);
    return sorted.get(person) ?? [];
  };
}
