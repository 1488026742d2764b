import { markedOf, type Reasoned, unmarked } from '../mention.ts';
import type { Verdict } from '../verdict.ts';

/** The verdict with plain ids in every `because`, and beside it the marked sentence where there is a mark. */
export function plainVerdict(verdict: Verdict): Verdict {
  return {
    ...parted(verdict),
    rules: verdict.rules.map((rule) => ({ ...parted(rule), facts: rule.facts.map(parted) })),
    votesNotCounted: verdict.votesNotCounted.map(parted),
    blocks: verdict.blocks.map(parted),
    gates: verdict.gates.map(parted),
    unknown: verdict.unknown.map(parted),
    flags: verdict.flags.map(parted),
  };
}

function parted<T extends Reasoned>(node: T): T {
  const marked = markedOf(node);
  const because = unmarked(marked);
  if (because !== marked) return { ...node, because, marked };
  return node.marked === undefined ? node : { ...node, marked: undefined };
}
