import { digestOf } from '#domain/digest.ts';
import { type DriftScore, driftScores } from './drift-scores.ts';
import { type Flight, type FlightLog, regions } from './flights.ts';
import { type Forest, fitForest } from './forest.ts';
import { type Scores, scoresOf } from './scores.ts';

/** All that a model follows from: the flights of `windowDays` days before `untilDay`, and how they were fitted. */
export interface Recipe {
  readonly untilDay: number;
  readonly windowDays: number;
  readonly trees: number;
  readonly depth: number;
  readonly seed: number;
}

interface DataFacts {
  readonly rows: number;
  readonly lateShare: number;
  readonly digest: string;
}

/** `slices` are the same scores for the flights that left from one region. */
interface Evaluation {
  readonly scores: Scores;
  readonly slices: Readonly<Record<string, Scores>>;
  readonly rows: number;
}

/** What training and evaluation need, wherever they are computed. Days count from the epoch. */
export interface Trainer {
  dataFacts(fromDay: number, untilDay: number): Promise<DataFacts>;
  /** Fits the model, and scores it on its own training data. */
  fit(recipe: Recipe): Promise<{ readonly digest: string; readonly scores: Scores }>;
  /** The model of that recipe, fitted again if it has to be, on the flights of those days. */
  evaluate(recipe: Recipe, fromDay: number, untilDay: number): Promise<Evaluation>;
  /** How far the flights of those days are from those that the model of that recipe learned of. */
  drift(recipe: Recipe, fromDay: number, untilDay: number): Promise<readonly DriftScore[]>;
}

/** Computes at once, on the thread that asks; keeps the newest models. */
export function trainerOn(log: FlightLog): {
  readonly [Key in keyof Trainer]: (...args: Parameters<Trainer[Key]>) => Awaited<ReturnType<Trainer[Key]>>;
} {
  const fitted = new Map<string, Forest>();

  function forestOf(recipe: Recipe): { forest: Forest; flights: readonly Flight[] } {
    const key = JSON.stringify(recipe);
    const flights = log.between(recipe.untilDay - recipe.windowDays, recipe.untilDay);
    const forest = fitted.get(key) ?? fitForest(flights, recipe);
    fitted.delete(key);
    fitted.set(key, forest);
    const oldest = fitted.keys().next().value;
    if (fitted.size > 20 && oldest !== undefined) fitted.delete(oldest);
    return { forest, flights };
  }

  return {
    dataFacts(fromDay, untilDay) {
      const flights = log.between(fromDay, untilDay);
      const late = flights.filter((flight) => flight.late).length;
      return { rows: flights.length, lateShare: late / Math.max(1, flights.length), digest: digestOf(flights) };
    },
    fit(recipe) {
      const { forest, flights } = forestOf(recipe);
      return { digest: forest.digest, scores: scored(forest, flights) };
    },
    drift(recipe, fromDay, untilDay) {
      const { forest, flights } = forestOf(recipe);
      const now = log.between(fromDay, untilDay);
      const reference = { flights, chances: forest.chances(flights) };
      return driftScores(reference, { flights: now, chances: forest.chances(now) });
    },
    evaluate(recipe, fromDay, untilDay) {
      const { forest } = forestOf(recipe);
      const flights = log.between(fromDay, untilDay);
      const slices = regions.map((region) => [
        region,
        scored(
          forest,
          flights.filter((one) => one.region === region),
        ),
      ]);
      return { scores: scored(forest, flights), slices: Object.fromEntries(slices), rows: flights.length };
    },
  };
}

function scored(forest: Forest, flights: readonly Flight[]): Scores {
  return scoresOf(
    forest.chances(flights),
    flights.map(({ late }) => late),
  );
}
