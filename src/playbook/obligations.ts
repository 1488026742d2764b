import type { Json } from '#domain/canonical-json.ts';
import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import { judgeEvidence } from './evaluate/judge-evidence.ts';
import { takeNotes } from './evaluate/notes.ts';
import type { EvidenceStatus, Facts } from './facts.ts';
import type { EffectivePolicy } from './playbook.ts';

/** How something owed stands, with a sentence. */
export interface ObligationVerdict {
  readonly status: EvidenceStatus;
  readonly because: string;
}

/** Judges the check of an obligation on facts read now; facts of the wrong form are `missing`. */
export function judgeObligation(
  owed: { readonly what: string; readonly check: { readonly kind: string; readonly value: Json } },
  facts: Facts,
  now: Instant,
): ObligationVerdict {
  const item = { id: 'owed', title: owed.what, check: owed.check, maxAgeMs: null, producedBy: null, cares: [] };
  const { mayChangeAt } = takeNotes();
  const { verdict } = judgeEvidence(item, { facts, nowMs: epochMs(now), mayChangeAt });
  return { status: verdict.status, because: verdict.because };
}

/**
 * When something owed is looked at next: at whole multiples of `everyMs` after it began, and a last time when it is
 * over; null if it is over. What was slept through is caught up with one check.
 */
export function nextCheckAt(
  owed: { readonly openedAt: Instant; readonly everyMs: number; readonly untilAt: Instant },
  now: Instant,
): Instant | null {
  const [from, until, nowMs] = [epochMs(owed.openedAt), epochMs(owed.untilAt), epochMs(now)];
  if (nowMs >= until) return null;
  const passed = Math.max(0, Math.floor((nowMs - from) / owed.everyMs));
  return instantAt(Math.min(from + (passed + 1) * owed.everyMs, until));
}

/**
 * The policy of a rollback that a playbook orders by itself: it needs nobody, waits for nothing but freezes that name
 * rollbacks, and people can still hold or block it. `because` says what ordered it.
 */
export function orderedRollback(policy: EffectivePolicy, because: string): EffectivePolicy {
  return {
    ...policy,
    ordered: true,
    appliesTo: { ...policy.appliesTo, action: ['rollback'], when: null },
    candidate: { ...policy.candidate, mustBeKnown: [] },
    rules: [],
    decision: { tree: { all: [] } },
    evidence: [],
    block: { ...policy.block, alsoWhen: null },
    timing: { ...policy.timing, waitAfterApprovalMs: 0 },
    distinct: { ...policy.distinct, unknownPeople: 'flag' },
    autoApprove: { if: {}, evidence: [], because, sample: null },
    afterApproval: { set: { alias: null, tags: {} }, rollout: [], obligations: [] },
    alerts: [],
  };
}
