import type { Parameters } from '../engine/engine.ts';
import type { Recipe } from './training.ts';

/** The newest days of all are kept out of training, to measure on. */
export const holdoutDays = 14;

export const dayMs = 86_400_000;

/** The recipe of a run that sees data up to `presentMs`. */
export function recipeOf(parameters: Parameters, presentMs: number, seed: number): Recipe {
  return {
    untilDay: Math.floor(presentMs / dayMs) - holdoutDays,
    windowDays: numberOf(parameters['window_days']),
    trees: numberOf(parameters['trees']),
    depth: numberOf(parameters['depth']),
    seed,
  };
}

/** A recipe as the texts that a registry keeps beside a version. */
export function recipeTexts({ untilDay, windowDays, trees, depth, seed }: Recipe): Record<string, string> {
  return {
    algorithm: 'random-forest',
    window_days: String(windowDays),
    trained_until: new Date(untilDay * dayMs).toISOString().slice(0, 10),
    trees: String(trees),
    depth: String(depth),
    seed: String(seed),
  };
}

/** Reads them back; null for a version that this pipeline did not train. */
export function recipeFrom(texts: Readonly<Record<string, string>>): Recipe | null {
  const untilDay = Date.parse(texts['trained_until'] ?? '') / dayMs;
  const [windowDays, trees, depth, seed] = ['window_days', 'trees', 'depth', 'seed'].map((key) => numberOf(texts[key]));
  if (windowDays === undefined || trees === undefined || depth === undefined || seed === undefined) return null;
  const recipe = { untilDay, windowDays, trees, depth, seed };
  return Object.values(recipe).every(Number.isInteger) ? recipe : null;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}
