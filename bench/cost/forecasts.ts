import { shiftDay } from '#cost/day.ts';
import { forecast } from '#cost/forecast.ts';
import { amountsByDay, type SpendSeries } from '#cost/series.ts';
import type { GeneratedSeries } from './generated-series.ts';

/** How far forecasts of whole spans are off, each the mean of absolute errors in percent. */
export interface ForecastResult {
  readonly ours: number;
  /** The same weekday of the last week. */
  readonly naive: number;
  /** How many of the bands held what came, in percent. */
  readonly held: number;
}

/** Forecasts the next `ahead` days of each series from every week on, all days before being settled. */
export function forecastResult(series: readonly GeneratedSeries[], ahead: number): ForecastResult {
  const [ours, naive]: [number[], number[]] = [[], []];
  let held = 0;
  for (const { costs } of series) {
    const first = costs[0]?.day ?? '';
    const amounts = costs.map(({ day, cost }): [string, string] => [day, (cost ?? 0).toFixed(6)]);
    const all: SpendSeries = {
      values: [],
      currency: 'EUR',
      byDay: new Map(amounts.map(([day, cost]) => [day, { effective: cost, billed: cost, gross: cost }])),
    };
    for (let origin = 70; origin + ahead < costs.length; origin += 7) {
      const settledThrough = shiftDay(first, origin - 1);
      const data = { firstDay: first, through: settledThrough, settledThrough, provisional: null };
      const period = { first: shiftDay(first, origin), last: shiftDay(first, origin + ahead - 1) };
      const found = forecast(all, period, data, 'effective');
      const truth = sum(amountsByDay(all, period, { ...data, through: period.last }, 'effective').map(Number));
      const week = costs.slice(origin - 7, origin).map(({ cost }) => cost ?? 0);
      const same = sum(Array.from({ length: ahead }, (_, i) => week[i % 7] ?? 0));
      ours.push(100 * Math.abs(Number(found?.amount) / truth - 1));
      naive.push(100 * Math.abs(same / truth - 1));
      if (Number(found?.least) <= truth && truth <= Number(found?.most)) held += 1;
    }
  }
  return { ours: sum(ours) / ours.length, naive: sum(naive) / naive.length, held: (100 * held) / ours.length };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
