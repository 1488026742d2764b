import { digestOf } from '#domain/digest.ts';
import type { Capability } from '#domain/maturity.ts';

/** A claim that may be drawn. */
interface Claim {
  readonly model: string;
  readonly capability: Capability;
}

/**
 * Draws one of some claims by lot: the one whose digest with the seed is smallest. Whoever knows the seed and the claims
 * draws the same, and without the seed nobody knows which it will be. Null for none.
 */
export function draw<C extends Claim>(claims: readonly C[], seed: string): C | null {
  const [first] = claims
    .map((claim) => ({ claim, lot: digestOf([seed, claim.model, claim.capability]) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1));
  return first?.claim ?? null;
}
