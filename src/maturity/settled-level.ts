import type { Level } from './level.ts';

/**
 * The level that is shown, from the readings of each week, the oldest first: it goes up or down only when two weeks in
 * a row say so. Weeks that could not tell change nothing; null until a first week could.
 */
export function settledLevel(weeks: readonly (Level | null)[]): Level | null {
  let shown: Level | null = null;
  let before: Level | null = null;
  for (const week of weeks) {
    if (week === null) {
      before = null;
      continue;
    }
    if (shown === null) shown = week;
    else if (before !== null && week > shown && before > shown) shown = lower(week, before);
    else if (before !== null && week < shown && before < shown) shown = higher(week, before);
    before = week;
  }
  return shown;
}

function lower(a: Level, b: Level): Level {
  return a < b ? a : b;
}

function higher(a: Level, b: Level): Level {
  return a > b ? a : b;
}
