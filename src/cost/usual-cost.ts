import type { CostDay } from '#domain/cost.ts';
import { weekdayOf } from './day.ts';
import { middle } from './robust.ts';

/** One day of a series; null where there is no data. */
export interface DailyCost {
  readonly day: CostDay;
  readonly cost: number | null;
}

/** What a day usually costs. `score` says by how many of the usual deviations a cost is above it. */
export interface Usual {
  readonly expected: number;
  /** Within two usual deviations. */
  readonly least: number;
  readonly most: number;
  score(cost: number): number;
}

const weeks = 8;
const levelDays = 14;
const scaleDays = 42;
const leastScale = 0.02;
/** Days of data without which nothing is usual. */
const fewestDays = 21;

interface Past {
  readonly weekday: number;
  readonly log: number;
}

/**
 * What a day usually costs, from up to eight weeks before it, oldest first: in logarithms, a factor for each weekday
 * (its median distance from the median of the seven days around it), the median of the last 14 days without it as the
 * level, and the median distance of the last 42 days from the level before each as the scale, all weekdays pooled, as
 * eight days of one weekday make far too small a scale. Null with less than 21 days of data, and where most days cost
 * nothing, so that no day is usual.
 */
export function usualCost(before: readonly DailyCost[], day: CostDay): Usual | null {
  const days = before.slice(-7 * weeks).flatMap(({ day: at, cost }) => (cost === null ? [] : [{ at, cost }]));
  const median = middle(days.map(({ cost }) => cost));
  if (days.length < fewestDays || !(median > 0)) return null;
  const offset = 0.001 * median;
  const past = days.map(({ at, cost }) => ({ weekday: weekdayOf(at), log: Math.log(Math.max(cost, 0) + offset) }));
  const factors = weekdayFactors(past);
  const flat = past.map(({ weekday, log }) => log - (factors[weekday] ?? 0));
  const scale = Math.max(leastScale, usualDeviation(flat));
  const centre = middle(flat.slice(-levelDays)) + (factors[weekdayOf(day)] ?? 0);
  const at = (deviations: number) => Math.max(0, Math.exp(centre + deviations * scale) - offset);
  return {
    expected: at(0),
    least: at(-2),
    most: at(2),
    score: (cost) => (Math.log(Math.max(cost, 0) + offset) - centre) / scale,
  };
}

function weekdayFactors(past: readonly Past[]): readonly number[] {
  const distances: number[][] = [[], [], [], [], [], [], []];
  for (let i = 3; i + 3 < past.length; i += 1) {
    const { weekday, log } = past[i] ?? { weekday: 0, log: 0 };
    distances[weekday]?.push(log - middle(past.slice(i - 3, i + 4).map((near) => near.log)));
  }
  return distances.map((some) => (some.length === 0 ? 0 : middle(some)));
}

/** 1.4826 makes it the standard deviation where the distances are normal. */
function usualDeviation(flat: readonly number[]): number {
  const distances: number[] = [];
  for (let i = Math.max(levelDays, flat.length - scaleDays); i < flat.length; i += 1) {
    distances.push(Math.abs((flat[i] ?? 0) - middle(flat.slice(i - levelDays, i))));
  }
  return 1.4826 * middle(distances);
}
