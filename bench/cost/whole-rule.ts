import { anomalies, defaultAnomalyRules } from '#cost/anomalies.ts';
import type { Event, GeneratedSeries } from './generated-series.ts';

/** What the rule with its floors, its openings and closings and the slow rule raises on generated series. */
export function wholeRule(series: readonly GeneratedSeries[]): {
  /** Outside of events and the six weeks after each, per series and month of 30 days. */
  readonly falsely: number;
  /** In percent. */
  readonly found: Readonly<Record<Event, number>>;
} {
  const found = { spike: 0, shift: 0, ramp: 0 };
  let falsely = 0;
  let days = 0;
  for (const { costs, events } of series) {
    const raised = anomalies(
      {
        days: costs.map(({ day, cost }) => ({ day, amount: String(cost) })),
        from: costs[60]?.day ?? '',
        settledThrough: costs.at(-1)?.day ?? '',
        earlier: [],
      },
      { ...defaultAnomalyRules, moneyFloor: 10 },
    );
    const index = new Map(costs.map(({ day }, i) => [day, i]));
    const openings = raised.map(({ kind, days: all }) => index.get(all[kind === 'ramp' ? 6 : 0]?.day ?? '') ?? 0);
    const touched = (from: number, to: number) =>
      raised.some((one) => one.days.some(({ day }) => (index.get(day) ?? 0) >= from && (index.get(day) ?? 0) < to));
    for (const { kind, from, within } of events) if (touched(from, from + within)) found[kind] += 100 / series.length;
    const eventful = (i: number) => events.some(({ from, to }) => i >= from && i <= to + 42);
    falsely += openings.filter((i) => !eventful(i)).length;
    days += costs.filter((_, i) => i >= 60 && !eventful(i)).length;
  }
  return { falsely: (falsely * 30) / days, found };
}
