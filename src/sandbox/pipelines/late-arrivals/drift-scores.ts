import { features } from './features.ts';
import type { Flight } from './flights.ts';

/** How far flights are from those that a model learned of. */
export interface DriftScore {
  /** A feature, or `score`: what the model makes of all of them. */
  readonly feature: string;
  readonly metric: 'psi' | 'js_divergence';
  readonly value: number;
}

/** Where one bin ends and the next begins: quarters of a day, days, 400 miles, tenths of the late share and the chance. */
const edges = {
  hour: [6, 12, 18],
  weekday: [1, 2, 3, 4, 5, 6],
  distance: [400, 800, 1_200, 1_600],
  lately: [0.1, 0.2, 0.3, 0.4],
  score: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
} as const;

/** Some flights, with the chances that a model gives them. */
export interface ScoredFlights {
  readonly flights: readonly Flight[];
  readonly chances: readonly number[];
}

/** PSI of each feature and Jensen–Shannon divergence of the chances, between what was learned of and what came. */
export function driftScores(reference: ScoredFlights, current: ScoredFlights): readonly DriftScore[] {
  const ofFeatures = features.map((feature): DriftScore => {
    const [before, now] = [reference, current].map(({ flights }) =>
      shares(
        flights.map((flight) => flight[feature]),
        edges[feature],
      ),
    );
    return { feature, metric: 'psi', value: rounded(populationStability(before ?? [], now ?? [])) };
  });
  const [before, now] = [reference, current].map(({ chances }) => shares(chances, edges.score));
  const value = rounded(jensenShannon(before ?? [], now ?? []));
  return [...ofFeatures, { feature: 'score', metric: 'js_divergence', value }];
}

/** Population stability index of two distributions over the same bins; no share may be 0. */
export function populationStability(before: readonly number[], now: readonly number[]): number {
  return sum(before.map((was, bin) => ((now[bin] ?? 0) - was) * Math.log((now[bin] ?? 0) / was)));
}

/** Jensen–Shannon divergence in bits, 0 to 1, of two distributions over the same bins. */
export function jensenShannon(before: readonly number[], now: readonly number[]): number {
  const middle = before.map((was, bin) => (was + (now[bin] ?? 0)) / 2);
  const kullbackLeibler = (from: readonly number[]) =>
    sum(from.map((share, bin) => (share === 0 ? 0 : share * Math.log2(share / (middle[bin] ?? share)))));
  return (kullbackLeibler(before) + kullbackLeibler(now)) / 2;
}

/** Shares of the bins, each counted half a time more, so that an empty bin is not infinitely far. */
export function shares(values: readonly number[], ends: readonly number[]): readonly number[] {
  const counts = Array.from({ length: ends.length + 1 }, () => 0.5);
  for (const value of values) {
    const bin = ends.findIndex((end) => value < end);
    const at = bin < 0 ? ends.length : bin;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((count) => count / (values.length + counts.length / 2));
}

function sum(parts: readonly number[]): number {
  return parts.reduce((total, part) => total + part, 0);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
