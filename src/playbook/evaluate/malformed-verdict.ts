import type { Instant } from '#domain/instant.ts';
import type { EffectivePolicy } from '../playbook.ts';
import type { Verdict } from '../verdict.ts';

/** The verdict on facts nothing can be made of: an error that says so, and nothing approved. */
export function malformedVerdict(policy: EffectivePolicy, malformed: string, now: Instant): Verdict {
  return {
    status: 'error',
    because: `What is known of this request has the wrong form: ${malformed.toWellFormed()}.`,
    decidedBy: 'pinned',
    route: [],
    routes: 0,
    rules: policy.rules.map(({ name, why }) => ({
      name,
      why,
      state: 'error',
      onRoute: false,
      because: 'It cannot be judged.',
      seats: [],
      evidence: [],
      facts: [],
    })),
    evidence: [],
    votesNotCounted: [],
    blocks: [],
    gates: [],
    unknown: [],
    debt: [],
    flags: [],
    autoApproved: false,
    sampled: false,
    reviewDue: null,
    reviewBy: [],
    overriddenUntil: null,
    rejectedBy: null,
    deadline: now,
    expired: false,
    nextChangeAt: null,
  };
}
