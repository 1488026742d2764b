import type { CostDay } from '#domain/cost.ts';
import type { SeriesDay } from '#store/cost-series.ts';

/** One team's service, or one model. */
export interface Judged {
  readonly key: string;
  readonly of: Pick<SeriesDay, 'team' | 'service' | 'model' | 'currency'>;
  readonly amounts: ReadonlyMap<CostDay, string>;
}

/** What each day with usage came to in each currency; a model's usage is that of its services once more. */
export function dailyTotals(
  rows: readonly Pick<SeriesDay, 'model' | 'currency' | 'day' | 'amount'>[],
): ReadonlyMap<string, ReadonlyMap<CostDay, number>> {
  const totals = new Map<string, Map<CostDay, number>>();
  for (const { model, currency, day, amount } of rows) {
    if (model !== null) continue;
    const days = totals.get(currency) ?? new Map<CostDay, number>();
    totals.set(currency, days.set(day, (days.get(day) ?? 0) + Number(amount)));
  }
  return totals;
}

export function judgedSeries(rows: readonly SeriesDay[]): readonly Judged[] {
  const key = ({ team, service, model, currency }: SeriesDay) => JSON.stringify([team, service, model, currency]);
  return [...Map.groupBy(rows, key)].flatMap(([name, days]) => {
    const [first] = days;
    return first === undefined
      ? []
      : [{ key: name, of: first, amounts: new Map(days.map(({ day, amount }) => [day, amount])) }];
  });
}
