import { type EvidenceContext } from './evidence/define.ts';
import type { Facts } from './facts.ts';
import { judgeCriteria } from './judge-criteria.ts';
import { type JudgedEvidence, judgeEvidence } from './judge-evidence.ts';
import { inRoles, noteSpells } from './membership.ts';
import { type Notes, takeNotes } from './notes.ts';
import type { EffectivePolicy } from './playbook.ts';
import { type PredicateContext } from './predicates/define.ts';
import { type Standing, standingVotes } from './standing-votes.ts';
import type { EvidenceVerdict } from './verdict.ts';
import type { Vote } from './vote.ts';

/** What every step of one evaluation reads, and the notes it takes. */
export interface Evaluation {
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly votes: readonly Vote[];
  readonly standing: readonly Standing[];
  readonly nowMs: number;
  readonly notes: Notes;
  /** By id, in the playbook's order. */
  readonly evidence: ReadonlyMap<string, JudgedEvidence>;
  /** What earlier rejections demand. */
  readonly criteria: readonly EvidenceVerdict[];
  readonly predicates: PredicateContext;
}

/** Judges the evidence and makes ready to read predicates. Throws a RangeError for roles of the wrong shape. */
export function beginEvaluation(
  policy: EffectivePolicy,
  facts: Facts,
  votes: readonly Vote[],
  nowMs: number,
): Evaluation {
  const notes = takeNotes();
  const context: EvidenceContext = { facts, nowMs, mayChangeAt: notes.mayChangeAt };
  const evidence = new Map(policy.evidence.map((item) => [item.id, judgeEvidence(item, context)]));
  noteSpells(facts, notes.mayChangeAt);
  const predicates: PredicateContext = {
    facts,
    nowMs,
    mayChangeAt: notes.mayChangeAt,
    evidenceStatus: (id) => evidence.get(id)?.verdict.status ?? null,
    inRoles: (person, roles) => inRoles(facts, person, roles, nowMs),
  };
  return {
    policy,
    facts,
    votes,
    standing: standingVotes(votes),
    nowMs,
    notes,
    evidence,
    criteria: judgeCriteria(facts, policy),
    predicates,
  };
}
