import { canonicalJson } from '#domain/canonical-json.ts';
import type { RuleVerdict, SeatHolder, Verdict } from './verdict.ts';

/**
 * The result tree as the JSON of §10, in snake case. Canonical: equal verdicts give equal text. `request` and `code`
 * are the request's number and short code; null for a simulation.
 */
export function explain(verdict: Verdict, request: { readonly request: string; readonly code: string } | null): string {
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
    rules: verdict.rules.map(rule),
    evidence: verdict.evidence.map(({ asOf, ...item }) => ({ ...item, as_of: asOf })),
    votes_not_counted: verdict.votesNotCounted.map(({ person, actingFor, ...rest }) => ({
      ...rest,
      ...holderJson({ person, actingFor }),
    })),
    blocks: verdict.blocks.map(({ liftedBy, ...block }) => ({ ...block, lifted_by: liftedBy })),
    gates: verdict.gates,
    unknown: verdict.unknown,
    debt: verdict.debt,
    flags: verdict.flags,
    auto_approved: verdict.autoApproved,
    sampled: verdict.sampled,
    review_due: verdict.reviewDue,
    review_by: verdict.reviewBy,
    overridden_until: verdict.overriddenUntil,
    rejected_by: verdict.rejectedBy,
  });
}

function rule({ onRoute, seats, evidence, ...rest }: RuleVerdict) {
  return {
    ...rest,
    on_route: onRoute,
    seats: seats.map(({ roles, filledBy, couldBeFilledBy }) => ({
      roles,
      filled_by: filledBy === null ? null : holderJson(filledBy),
      could_be_filled_by: couldBeFilledBy.map((one) => (one.actingFor === null ? one.person : holderJson(one))),
    })),
    evidence: evidence.map(({ id, status, because }) => ({ id, status, because })),
  };
}

/** `acting_for` only for delegates. */
function holderJson({ person, actingFor }: SeatHolder) {
  return actingFor === null ? { person } : { person, acting_for: actingFor };
}
