import { evaluate } from '../evaluate/evaluate.ts';
import type { Facts } from '../facts.ts';
import { wasShown } from '../fingerprint.ts';
import { own } from '../own.ts';
import type { EffectivePolicy } from '../playbook.ts';
import type { Vote } from '../vote.ts';
import type { RecordedDecision } from './replay.ts';

/**
 * The recorded votes as they would have been cast under another policy: who had seen an item as it was at the end would
 * have seen it as that policy judges it, and everybody would have seen the items that only that policy has.
 */
export function votesUnder(
  policy: EffectivePolicy,
  facts: Facts,
  { votes, at, verdict }: Pick<RecordedDecision, 'votes' | 'at' | 'verdict'>,
): readonly Vote[] {
  const shown = evaluate(policy, facts, [], at).evidence.map(({ id, fingerprint }) => ({ id, fingerprint }));
  return votes.map((vote) => {
    const seen = shown.filter(({ id }) => {
      const recorded = verdict.evidence.filter((item) => item.id === id);
      return recorded.length === 0 || recorded.some((item) => wasShown(own(vote.evidence, id), item.fingerprint));
    });
    return {
      ...vote,
      evidence: { ...vote.evidence, ...Object.fromEntries(seen.map((one) => [one.id, one.fingerprint])) },
    };
  });
}
