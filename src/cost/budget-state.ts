import type { Budget, BudgetCrossing, BudgetState } from '#domain/budget.ts';
import type { CostDay } from '#domain/cost.ts';
import type { CostBasis } from '#domain/cost-query.ts';
import type { DataSpan } from '#domain/cost-report.ts';
import { compare, decimal, multiply } from '#domain/decimal.ts';
import { periodOf } from './day.ts';
import { matches, type SpendLine } from './dimension.ts';
import { forecast } from './forecast.ts';
import { minus, percentOf } from './money.ts';
import { amountIn, currenciesOf, type SpendSeries, spendSeries } from './series.ts';

/** How a budget stands in the period that `day` is in, from the lines of its period and of the 13 weeks before `day`. */
export function budgetState(
  budget: Budget,
  lines: readonly SpendLine[],
  day: CostDay,
  data: DataSpan,
  basis: CostBasis,
): BudgetState {
  const own = lines.filter((line) => matches(line, budget.filters));
  const series = spendSeries(own, []).find(({ currency }) => currency === budget.currency) ?? nothing(budget.currency);
  const period = periodOf(day, budget.period);
  const through = data.through !== null && data.through < period.last ? data.through : period.last;
  const spent = amountIn(series, { first: period.first, last: through }, data, basis);
  const ahead = forecast(series, period, data, basis);
  const here = own.filter((line) => line.day >= period.first && line.day <= period.last);
  return {
    id: budget.id,
    amount: budget.amount,
    currency: budget.currency,
    period: budget.period,
    ...period,
    spent,
    left: spent === null ? null : minus(budget.amount, spent),
    spentPercent: spent === null ? null : percentOf(spent, budget.amount),
    forecast: ahead,
    forecastPercent: ahead === null ? null : percentOf(ahead.amount, budget.amount),
    crossed: [
      ...crossings(budget, 'actual', spent, period.first),
      ...crossings(budget, 'forecast', ahead?.amount ?? null, period.first),
    ],
    otherCurrencies: currenciesOf(here).filter((currency) => currency !== budget.currency),
  };
}

/** The thresholds that an amount reaches, the highest first; exactly reaching one counts. */
function crossings(
  budget: Budget,
  kind: BudgetCrossing['kind'],
  amount: string | null,
  first: CostDay,
): readonly BudgetCrossing[] {
  if (amount === null) return [];
  const hundredfold = multiply(decimal(amount), decimal(100));
  return [...new Set(budget.thresholds[kind])]
    .sort((a, b) => b - a)
    .filter((percent) => compare(hundredfold, multiply(decimal(budget.amount), decimal(percent))) >= 0)
    .map((percent) => ({ kind, percent, key: `${budget.id}/${first}/${kind}/${percent}` }));
}

function nothing(currency: string): SpendSeries {
  return { values: [], currency, byDay: new Map() };
}
