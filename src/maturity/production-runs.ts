import type { MetadataItem, TrainingRun } from '#domain/maturity-training.ts';
import { inWindow, recordsOf, type Scope } from './scope.ts';
import { type Measured, parts } from './signals/define.ts';

/** Production runs that ended and began in the window. */
export function productionRuns(scope: Scope): readonly TrainingRun[] {
  return recordsOf(scope.facts, 'runs').filter(
    ({ production, succeeded, startedAt }) => production && succeeded !== null && inWindow(startedAt, scope),
  );
}

/** The share of wanted metadata items that runs recorded, as one share over all of them. */
export function recorded(runs: readonly TrainingRun[], wanted: readonly MetadataItem[]): Measured {
  const counts = runs.map(({ id, recorded }) => ({
    id,
    filled: wanted.filter((item) => recorded.includes(item)).length,
  }));
  const filled = counts.reduce((sum, count) => sum + count.filled, 0);
  const missed = counts.filter((count) => count.filled < wanted.length).map(({ id }) => id);
  return parts(filled, runs.length * wanted.length, runs.length, missed);
}
