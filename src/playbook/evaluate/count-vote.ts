import { wasShown } from '../fingerprint.ts';
import { anItem, aPerson } from '../mention.ts';
import { own } from '../own.ts';
import type { EffectiveRule } from '../playbook.ts';
import { type Failing, failing, furtherDown, seatFails, whoFails } from './eligible.ts';
import type { Evaluation } from './evaluation.ts';
import type { Standing } from './standing-votes.ts';

/** Why a standing vote does not count for a seat of this pool: the failing condition furthest down; null if it counts. */
export function voteFails(ev: Evaluation, rule: EffectiveRule, pool: readonly string[], one: Standing): Failing | null {
  const early = voteFailsAnywhere(ev, one);
  if (early !== null) return early;
  let furthest: Failing | null = null;
  for (const role of pool) {
    const fails = failsForRole(ev, rule, role, one);
    if (fails === null) return null;
    furthest = furtherDown(furthest, fails);
  }
  return furthest ?? failing('not_in_role', `${aPerson(one.voter)} is in no role of this seat.`);
}

/** Lines 1 and 2, which are the same for every seat. */
export function voteFailsAnywhere(ev: Evaluation, { vote, atMs }: Standing): Failing | null {
  const who = whoFails(ev, vote.person);
  if (who !== null) return who;
  if (vote.decision !== 'approve') return failing('withdrawn', `${aPerson(vote.person)} took the approval back.`, atMs);
  if (vote.subject === ev.facts.subject.digest) return null;
  return failing('other_candidate', `${aPerson(vote.person)} approved something else than what is asked now.`);
}

function failsForRole(ev: Evaluation, rule: EffectiveRule, role: string, { vote, atMs }: Standing): Failing | null {
  const seat = seatFails(ev, rule, role, { person: vote.person, actingFor: vote.actingFor, votedMs: atMs });
  if (seat !== null) return seat;
  const changed = changedEvidence(ev, role, vote);
  if (changed !== null)
    return failing('evidence_changed', `${anItem(changed)} changed since ${aPerson(vote.person)} approved.`);
  ev.notes.mayChangeAt(atMs + rule.maxAgeMs + 1);
  if (ev.nowMs - atMs > rule.maxAgeMs) {
    return failing('too_old', `The approval of ${aPerson(vote.person)} is too old.`, atMs + rule.maxAgeMs);
  }
  const needsReason = rule.reason === 'required' || vote.actingFor !== null;
  if (needsReason && !hasReason(vote)) return failing('no_reason', `${aPerson(vote.person)} gave no reason.`);
  return null;
}

/** Whether a reason of at least 10 characters was given. */
export function hasReason({ reason }: { readonly reason: string }): boolean {
  return Array.from(reason.trim()).length >= 10;
}

/** The id of an evidence item that was another when the vote was cast and matters to the role. */
function changedEvidence(
  { evidence, criteria, policy }: Evaluation,
  role: string,
  vote: Standing['vote'],
): string | null {
  const mode = policy.onChange.evidence;
  for (const verdict of [...[...evidence.values()].map((one) => one.verdict), ...criteria]) {
    if (mode !== 'void_all' && !verdict.cares.includes(role)) continue;
    const signed = own(vote.evidence, verdict.id);
    if (wasShown(signed, verdict.fingerprint)) continue;
    const seen = own(vote.findings ?? {}, verdict.id) ?? [];
    const known = signed !== undefined && verdict.findings.every((finding) => seen.includes(finding));
    if (mode !== 'new_findings_only' || !known) return verdict.id;
  }
  return null;
}
