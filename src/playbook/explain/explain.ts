import { canonicalJson } from '#domain/canonical-json.ts';
import type { Reasoned } from '../mention.ts';
import type { Block, Gate, RuleVerdict, SeatHolder, Verdict, VoteNotCounted } from '../verdict.ts';
import type { Missing } from './missing.ts';
import type { WouldApprove } from './would-approve.ts';

/** What explaining adds to a verdict: what is missing, and who together would approve it (null: nobody). */
interface Beyond {
  readonly missing: readonly Missing[];
  readonly wouldApprove: WouldApprove | null;
}

/**
 * The result tree as the JSON of §10, in snake case. Canonical: equal verdicts give equal text. `request` and `code`
 * are the request's number and short code; null for a simulation.
 */
export function explain(
  verdict: Verdict,
  request: { readonly request: string; readonly code: string } | null,
  beyond: Beyond | null = null,
): string {
  return canonicalJson({
    ...(request === null ? {} : { request: request.request, code: request.code }),
    status: verdict.status,
    because: verdict.because,
    decided_by: verdict.decidedBy,
    deadline: verdict.deadline,
    expired: verdict.expired,
    next_change_at: verdict.nextChangeAt,
    route: verdict.route,
    routes: verdict.routes,
    rules: verdict.rules.map(ruleJson),
    evidence: verdict.evidence.map(({ asOf, ...item }) => ({ ...item, as_of: asOf })),
    votes_not_counted: verdict.votesNotCounted.map(voteJson),
    blocks: verdict.blocks.map(blockJson),
    gates: verdict.gates.map(gateJson),
    unknown: verdict.unknown.map(unmarked),
    debt: verdict.debt,
    flags: verdict.flags.map(unmarked),
    auto_approved: verdict.autoApproved,
    sampled: verdict.sampled,
    review_due: verdict.reviewDue,
    review_by: verdict.reviewBy,
    overridden_until: verdict.overriddenUntil,
    rejected_by: verdict.rejectedBy,
    ...(beyond === null ? {} : beyondJson(beyond)),
  });
}

function unmarked<T extends Reasoned>({ marked: _, ...node }: T): Omit<T, 'marked'> {
  return node;
}

function ruleJson(rule: RuleVerdict) {
  const { onRoute, seats, evidence, facts, ...rest } = unmarked(rule);
  return {
    ...rest,
    on_route: onRoute,
    seats: seats.map(({ roles, filledBy, couldBeFilledBy }) => ({
      roles,
      filled_by: filledBy === null ? null : holderJson(filledBy),
      could_be_filled_by: couldBeFilledBy.map(shortHolder),
    })),
    evidence: evidence.map(({ id, status, because }) => ({ id, status, because })),
    facts: facts.map(unmarked),
  };
}

function voteJson(vote: VoteNotCounted) {
  const { person, actingFor, ...rest } = unmarked(vote);
  return { ...rest, ...holderJson({ person, actingFor }) };
}

function blockJson(block: Block) {
  const { liftedBy, ...rest } = unmarked(block);
  return { ...rest, lifted_by: liftedBy };
}

function gateJson(gate: Gate) {
  return unmarked(gate);
}

/** `acting_for` only for delegates. */
function holderJson({ person, actingFor }: SeatHolder) {
  return actingFor === null ? { person } : { person, acting_for: actingFor };
}

/** The bare id but for delegates. */
function shortHolder(holder: SeatHolder) {
  return holder.actingFor === null ? holder.person : holderJson(holder);
}

function beyondJson({ missing, wouldApprove }: Beyond) {
  return {
    missing: missing.map(missingJson),
    would_approve: wouldApprove === null ? null : wouldApprove.people.map(shortHolder),
    would_approve_is_smallest: wouldApprove?.smallest ?? true,
  };
}

function missingJson(missing: Missing) {
  switch (missing.what) {
    case 'seat': {
      const { what, rule, roles, count, could, asked } = missing;
      return { what, rule, roles, count, could_be_given_by: could.map(shortHolder), asked };
    }
    case 'evidence': {
      const { what, rule, item, producedBy } = missing;
      const { id, title, status, because } = item;
      return { what, rule, id, title, status, because, produced_by: producedBy };
    }
    case 'fact':
      return { what: missing.what, rule: missing.rule, ...unmarked(missing.fact) };
    case 'block':
      return { what: missing.what, ...blockJson(missing.block) };
    case 'gate':
      return { what: missing.what, ...gateJson(missing.gate) };
  }
}
