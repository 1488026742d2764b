import { evaluate } from '#playbook/evaluate/evaluate.ts';
import type { Facts } from '#playbook/facts.ts';
import type { EvidenceVerdict } from '#playbook/verdict.ts';
import { generationFacts } from '#store/asks.ts';
import { readContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import type { ChangedEvidence } from '#views/ask-note.ts';
import { type LoadedRequest, verdictOf } from '../load-request.ts';

/**
 * Evidence that says something else than what a person signed last, with what it showed then; nothing for somebody who
 * never approved, and nothing while their approval is the same as what there is to sign.
 */
export async function changedSince(
  db: Executor,
  { row, policy, votes }: LoadedRequest,
  person: string,
): Promise<readonly ChangedEvidence[]> {
  const vote = votes.findLast((one) => one.person === person && one.decision === 'approve');
  if (vote === undefined) return [];
  const changed = verdictOf(row).evidence.filter(({ id, fingerprint }) => vote.evidence[id] !== fingerprint);
  if (changed.length === 0) return [];
  const digest = await generationFacts(db, row.id, vote.generation);
  const then =
    digest === null
      ? []
      : evaluate(policy, await readContent<Facts>(db, row.workspaceId, digest), [], vote.at.toISOString()).evidence;
  return changed.map((item) => {
    const old = then.find(({ id }) => id === item.id);
    return { title: item.title, before: old === undefined ? null : shown(old), now: shown(item) };
  });
}

function shown({ shown: { candidate }, because, status }: EvidenceVerdict): string {
  return candidate ?? (because === '' ? status : because.replace(/\.$/, ''));
}
