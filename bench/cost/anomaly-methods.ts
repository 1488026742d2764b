import { middle } from '#cost/robust.ts';
import { type DailyCost, usualCost } from '#cost/usual-cost.ts';

/** How far a day is above what a method expects, in the method's own deviations; null where it cannot tell. */
export type Score = (before: readonly DailyCost[], today: DailyCost) => number | null;

/** What is compared. All see the logarithms of the costs, so that methods differ and not scales. */
export const anomalyMethods: Readonly<Record<string, Score>> = {
  'mean + sd, 30 d': (before, today) => {
    const past = logs(before.slice(-30));
    const mean = past.reduce((sum, value) => sum + value, 0) / past.length;
    const variance = past.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (past.length - 1);
    return (log(today) - mean) / Math.sqrt(variance);
  },
  'median + MAD, 30 d': (before, today) => robust(logs(before.slice(-30)), log(today)),
  'same weekday x 8, MAD': (before, today) => {
    const same = Array.from({ length: 8 }, (_, i) => before.at(-7 * (i + 1))).flatMap((day) => (day ? [day] : []));
    return robust(logs(same), log(today));
  },
  'seasonal naive + MAD': (before, today) => {
    const past = logs(before);
    const steps = past.slice(-42).map((value, i) => value - (past[past.length - 42 + i - 7] ?? value));
    return (log(today) - (past.at(-7) ?? 0)) / (1.4826 * middle(steps.map(Math.abs)));
  },
  'weekday factors + pooled MAD': (before, today) => usualCost(before, today.day)?.score(today.cost ?? 0) ?? null,
};

function robust(past: readonly number[], value: number): number {
  const centre = middle(past);
  return (value - centre) / (1.4826 * middle(past.map((one) => Math.abs(one - centre))));
}

function logs(days: readonly DailyCost[]): readonly number[] {
  return days.map(log);
}

function log({ cost }: DailyCost): number {
  return Math.log(cost ?? 1);
}
