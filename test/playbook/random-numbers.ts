/** A source of chance that gives the same numbers for the same seed. */
export interface Chance {
  /** A whole number from 0 up to, but not including, `below`. */
  readonly below: (below: number) => number;
  readonly yes: (probability: number) => boolean;
  readonly one: <T>(of: readonly T[]) => T;
  /** Each item with this probability, in order. */
  readonly some: <T>(of: readonly T[], probability?: number) => readonly T[];
}

/** The generator of Weyl and Marsaglia known as sfc32, seeded by one number. */
export function chanceOf(seed: number): Chance {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9, 0x243f6a88, 1];
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i += 1) next();
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    yes: (probability) => next() < probability,
    one: (of) => {
      const item = of[below(of.length)];
      if (item === undefined && of.length === 0) throw new Error('nothing to choose from');
      return item as (typeof of)[number];
    },
    some: (of, probability = 0.5) => of.filter(() => next() < probability),
  };
}

/** How many cases a fuzz runs: as many as usual, or `COUNTERSIGN_FUZZ` of them; and where it starts. */
export function fuzzRun(usual: number): { readonly count: number; readonly seed: number } {
  const { COUNTERSIGN_FUZZ: count, COUNTERSIGN_FUZZ_SEED: seed } = process.env;
  return {
    count: count === undefined ? usual : Number(count),
    seed: seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(seed),
  };
}
