/** A number in `[0, 1)`; the same seed gives the same ones (mulberry32), so that a result file can be recomputed. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The value below which that share of the values lies, between neighbours by proportion. Throws for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (below === undefined || above === undefined) throw new Error('no values were measured');
  return below + (above - below) * (at - Math.floor(at));
}

/** A number taken from the pairs; `low` to `high` holds it in 95 of 100 resamplings of them. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One quantile of each side, and how many times the floor's Countersign's is. */
export interface Comparison {
  readonly countersign: Estimate;
  readonly floor: Estimate;
  readonly ratio: Estimate;
  readonly pairs: number;
}

/** One turn of each side, taken one right after the other. */
export interface Pair {
  readonly countersign: number;
  readonly floor: number;
}

const resamplings = 1_000;

/**
 * Compares a quantile of the two sides. The intervals are percentile bootstraps that draw whole pairs, since what
 * disturbed the machine disturbed both of a pair (Efron and Tibshirani, An Introduction to the Bootstrap, ch. 13).
 */
export function compare(pairs: readonly Pair[], share = 0.5): Comparison {
  const measured = quantilesOf(pairs, share);
  const next = chance(1);
  const drawn = Array.from({ length: resamplings }, () => {
    const again = pairs.map((pair) => pairs[Math.floor(next() * pairs.length)] ?? pair);
    return quantilesOf(again, share);
  });
  const estimate = (of: (sides: Pair) => number): Estimate => {
    const values = drawn.map(of);
    return { value: of(measured), low: quantile(values, 0.025), high: quantile(values, 0.975) };
  };
  return {
    countersign: estimate(({ countersign }) => countersign),
    floor: estimate(({ floor }) => floor),
    ratio: estimate(({ countersign, floor }) => countersign / floor),
    pairs: pairs.length,
  };
}

function quantilesOf(pairs: readonly Pair[], share: number): Pair {
  return {
    countersign: quantile(
      pairs.map(({ countersign }) => countersign),
      share,
    ),
    floor: quantile(
      pairs.map(({ floor }) => floor),
      share,
    ),
  };
}
