/** Chance that repeats itself: the same seed, the same numbers. */
export interface Chance {
  /** From 0 up to, and without, 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** One of some; throws a RangeError for none. */
  one<T>(of: readonly T[]): T;
  /** True so often, as 0.1. */
  odds(share: number): boolean;
}

/** A linear congruential generator of 48 bits, as POSIX drand48 is; `seed` is a whole number. */
export function seededChance(seed: number): Chance {
  let state = (BigInt(seed) << 16n) + 0x330en;
  const next = () => {
    state = (state * 0x5deece66dn + 0xbn) & 0xffffffffffffn;
    return Number(state >> 16n) / 2 ** 32;
  };
  return {
    next,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    one(of) {
      const picked = of[Math.floor(next() * of.length)];
      if (picked === undefined) throw new RangeError('there is nothing to pick from');
      return picked;
    },
    odds: (share) => next() < share,
  };
}
