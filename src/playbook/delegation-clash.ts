/** Who acts for whom, in `[startMs, endMs)`. */
interface Spell {
  readonly from: string;
  readonly to: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Why two delegations cannot both be: one person delegates twice at a time, or the one leads on to the other. */
export function clashOf(one: Spell, other: Spell): 'taken' | 'chain' | null {
  if (one.startMs >= other.endMs || other.startMs >= one.endMs) return null;
  if (one.from === other.from) return 'taken';
  return one.from === other.to || one.to === other.from ? 'chain' : null;
}
