import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Verdict } from '#playbook/verdict.ts';
import type { RequestRow } from '#store/requests.ts';
import type { RolloutRow } from '#store/rollouts.ts';
import { rolloutNote } from './rollout/shown-rollout.ts';

/** Why nobody was asked, as a sentence; null where people decided. */
export function autoText({
  policy,
  verdict,
}: {
  readonly policy: EffectivePolicy;
  readonly verdict: Verdict;
}): string | null {
  if (verdict.status === 'overridden') return 'Its approvals, evidence and gates were not waited for.';
  if (!verdict.autoApproved || policy.autoApprove === null) return null;
  const { because } = policy.autoApprove;
  return policy.ordered === true ? because : `Approved without people: ${because}`;
}

/** What people should know besides of what was carried out, as sentences. */
export function notesOf(
  { outcome: { untagged, movedAway }, target }: RequestRow,
  rollout: RolloutRow | null,
): readonly string[] {
  const moved = rolloutNote(rollout);
  const notes: string[] = moved === null ? [] : [moved];
  if (typeof untagged === 'string') notes.push(`Its tags could not be written: ${untagged}`);
  if (isMove(movedAway)) {
    const now = movedAway.found === null ? 'is gone' : `is v${movedAway.found} now`;
    notes.push(`Somebody moved the alias since, outside Countersign: ${target} ${now}.`);
  }
  return notes;
}

function isMove(value: unknown): value is { found: string | null; noticedAt: string } {
  return typeof value === 'object' && value !== null && 'found' in value && 'noticedAt' in value;
}
