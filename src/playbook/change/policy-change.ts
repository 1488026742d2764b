/** Which way a change goes. `different`: cannot be told, and treated as a loosening. `neutral`: it decides nothing. */
export type Direction = 'tighter' | 'looser' | 'different' | 'neutral';

/** One thing that a changed set of playbooks does differently. */
export interface PolicyChange {
  /** The file that says it. */
  readonly file: string;
  /** Dotted; rules and evidence by name, as `rules["Risk has challenged it"].needs.people`. */
  readonly key: string;
  readonly direction: Direction;
  /** What changed, with the old and the new value, as a clause without its full stop. */
  readonly sentence: string;
  /** Roles that lose a seat, a veto or their exclusiveness through it, in order of id. */
  readonly disempowers: readonly string[];
}

/** A change before it is known in which file it stands. */
export type Change = Omit<PolicyChange, 'file'>;

/** Makes a change; a neutral or tighter one disempowers nobody. */
export function change(
  key: string,
  direction: Direction,
  sentence: string,
  disempowers: readonly string[] = [],
): Change {
  const loses = direction === 'looser' || direction === 'different';
  return { key, direction, sentence, disempowers: loses ? [...new Set(disempowers)].sort() : [] };
}

/** Whether a change needs the roles it disempowers, as a loosening does. */
export function isLoosening({ direction }: Pick<PolicyChange, 'direction'>): boolean {
  return direction === 'looser' || direction === 'different';
}
