import { createHash } from 'node:crypto';
import { RandomForestRegression } from 'ml-random-forest';
import { features } from './features.ts';
import type { Flight } from './flights.ts';

export interface ForestOptions {
  readonly trees: number;
  readonly depth: number;
  /** Of any size; the same seed and flights give the same forest. */
  readonly seed: number;
}

/** A fitted model: the chance of coming late, and the digest of its weights. */
export interface Forest {
  readonly digest: string;
  chances(flights: readonly Flight[]): number[];
}

/**
 * A random forest of regression trees over 0 and 1, whose mean is a chance. Each tree is fitted on its own bootstrap
 * sample, sorted by outcome: the library looks for a split wherever neighbours differ in outcome, so that flights in
 * any other order cost it a look at each one of them.
 */
export function fitForest(flights: readonly Flight[], { trees, depth, seed }: ForestOptions): Forest {
  const chance = chances(seed);
  const fitted = Array.from({ length: trees }, () => {
    const sample = flights.map(() => flights[Math.floor(chance() * flights.length)]).filter((one) => one !== undefined);
    sample.sort((a, b) => Number(a.late) - Number(b.late));
    const tree = new RandomForestRegression({
      nEstimators: 1,
      seed: Math.floor(chance() * 2 ** 31),
      maxFeatures: 0.8,
      replacement: false,
      useSampleBagging: false,
      noOOB: true,
      treeOptions: { maxDepth: depth, minNumSamples: 40 },
    });
    tree.train(
      sample.map(valuesOf),
      sample.map(({ late }) => Number(late)),
    );
    return tree;
  });
  const weights = JSON.stringify(fitted.map((tree) => tree.toJSON()));
  return {
    digest: `sha256:${createHash('sha256').update(weights).digest('hex')}`,
    chances(asked) {
      const rows = asked.map(valuesOf);
      const answers = fitted.map((tree) => tree.predict(rows));
      return rows.map((_, row) => answers.reduce((sum, answer) => sum + (answer[row] ?? 0), 0) / trees);
    },
  };
}

function valuesOf(flight: Flight): number[] {
  return features.map((feature) => flight[feature]);
}

/** Numbers from 0 to 1 in the order that the seed gives (mulberry32). */
function chances(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
