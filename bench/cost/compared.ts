import type { Score } from './anomaly-methods.ts';
import type { Event, GeneratedSeries } from './generated-series.ts';

/** How well a method does at the threshold at which it gives as many false alerts as are allowed. */
export interface MethodResult {
  readonly threshold: number;
  /** Per series and month of 30 days, at a threshold of 3. */
  readonly falseAtThree: number;
  /** In percent. */
  readonly found: Readonly<Record<Event, number>>;
  /** To judge one day. */
  readonly microseconds: number;
}

const firstJudged = 60;
/** After an event the days are left out until eight weeks are ordinary: they are neither right nor wrong. */
const aftermath = 42;

/** Tries a method on the series. `now` tells milliseconds. */
export function compared(
  series: readonly GeneratedSeries[],
  score: Score,
  allowed: number,
  now: () => number,
): MethodResult {
  const start = now();
  const scored = series.map(({ costs, events }) => ({
    events,
    scores: costs.map((today, i) => (i < firstJudged ? null : score(costs.slice(Math.max(0, i - 56), i), today))),
  }));
  const judged = scored.reduce((sum, { scores }) => sum + scores.length - firstJudged, 0);
  const microseconds = (1000 * (now() - start)) / judged;
  const ordinary = scored.flatMap(({ events, scores }) =>
    scores.filter((one, i) => one !== null && !events.some(({ from, to }) => i >= from && i <= to + aftermath)),
  );
  const sorted = ordinary.map((one) => one ?? 0).sort((a, b) => b - a);
  const months = sorted.length / 30;
  const threshold = sorted[Math.floor(allowed * months)] ?? 0;
  const falseAtThree = sorted.filter((one) => one > 3).length / months;
  const found = { spike: 0, shift: 0, ramp: 0 };
  for (const { events, scores } of scored) {
    for (const { kind, from, within } of events) {
      if (scores.slice(from, from + within).some((one) => (one ?? 0) > threshold)) found[kind] += 100 / series.length;
    }
  }
  return { threshold, falseAtThree, found, microseconds };
}
