import type { Budget } from '#domain/budget.ts';
import type { CostBasis, CostDimension } from '#domain/cost-query.ts';
import type {
  CurrencyReport,
  DataSpan,
  DaySpan,
  FinanceReport,
  SpendTable,
  TeamReport,
  TeamSpend,
  UnitCost,
} from '#domain/cost-report.ts';
import { compare, decimal } from '#domain/decimal.ts';
import { budgetState } from './budget-state.ts';
import { weekChange } from './change.ts';
import { coverageSpan, labelCoverage, type ProjectOwner, unlabelledSources } from './coverage.ts';
import { shiftDay, shiftSpan } from './day.ts';
import { type SpendLine, valueOf } from './dimension.ts';
import type { MoverFacts } from './mover-facts.ts';
import { topMovers } from './movers.ts';
import { amountIn, currenciesOf, type SpendSeries, spendSeries } from './series.ts';
import { type BilledRun, type Predictions, predictionCosts, runCosts, versionCosts } from './unit-costs.ts';

/** All that a week's reports are made from. */
export interface ReportFacts {
  /** From Monday to Sunday. */
  readonly week: DaySpan;
  /** IANA name of the zone whose days are meant. */
  readonly zone: string;
  readonly basis: CostBasis;
  readonly data: DataSpan;
  /** Of all teams: of the week and the fourteen weeks before, or as far back as there is data. */
  readonly lines: readonly SpendLine[];
  /** What resources cost in the week and the one before, of all teams. */
  readonly resources: readonly SpendLine[];
  /** Labels that all spend should have. */
  readonly requiredLabels: readonly string[];
  /** By project. */
  readonly owners: ReadonlyMap<string, ProjectOwner>;
  readonly budgets: readonly Budget[];
  readonly movers: MoverFacts;
  /** Runs that ended in the weeks that are shown. */
  readonly runs: readonly BilledRun[];
  readonly predictions: readonly Predictions[];
}

const weeksShown = 8;

/** What a team is told: its own spend, and beside it what lacks labels in the projects that are the team's. */
export function teamReport(team: string, facts: ReportFacts): TeamReport {
  const lines = facts.lines.filter((line) => valueOf(line, 'label:team') === team);
  const teamless = facts.lines.filter(
    (line) => valueOf(line, 'label:team') === null && ownerOf(line, facts)?.team === team,
  );
  const budgets = facts.budgets.filter(({ filters }) =>
    filters.some(({ by, values }) => by === 'label:team' && values.length === 1 && values[0] === team),
  );
  const models = new Set(lines.map((line) => valueOf(line, 'label:model')));
  const own = { ...facts, budgets, runs: facts.runs.filter(({ model }) => models.has(model)) };
  const predictions = facts.predictions.filter(({ model }) => models.has(model));
  const { week, zone, basis, data } = facts;
  const currencies = currenciesOf(recent(lines, facts)).map((currency) =>
    inCurrency(currency, lines, [...lines, ...teamless], 'label:model', { ...own, predictions }),
  );
  return { team, week, zone, basis, data, currencies };
}

/** What finance is told: everything, by team. */
export function financeReport(facts: ReportFacts): FinanceReport {
  const { lines, week, zone, basis, data } = facts;
  const currencies = currenciesOf(recent(lines, facts)).map((currency) => {
    const own = lines.filter((line) => line.currency === currency);
    const whole = seriesOf(own, currency);
    return {
      ...inCurrency(currency, lines, lines, 'label:team', facts),
      teams: teamSpend(own, facts),
      billed: amountIn(whole, week, data, 'billed'),
      gross: amountIn(whole, week, data, 'gross'),
    };
  });
  return { week, zone, basis, data, currencies };
}

function inCurrency(
  currency: string,
  all: readonly SpendLine[],
  labelled: readonly SpendLine[],
  rows: CostDimension,
  facts: ReportFacts,
): CurrencyReport {
  const { week, data, basis } = facts;
  const of = (some: readonly SpendLine[]) => some.filter((line) => line.currency === currency);
  const [lines, covered] = [of(all), of(labelled)];
  const span = coverageSpan(data);
  const keys = facts.requiredLabels;
  return {
    currency,
    total: weekChange(seriesOf(lines, currency), week, data, basis),
    movers: topMovers(lines, of(facts.resources), week, data, basis, facts.movers),
    weeks: weekTable(lines, rows, facts),
    coverage: span === null ? null : labelCoverage(covered, keys, span, basis),
    unlabelled: span === null ? [] : unlabelledSources(covered, keys, span, basis, facts.owners),
    budgets: facts.budgets
      .filter((budget) => budget.currency === currency)
      .map((budget) => budgetState(budget, facts.lines, week.last, data, basis)),
    unitCosts: unitCosts(lines, facts),
  };
}

function weekTable(lines: readonly SpendLine[], by: CostDimension, { week, data, basis }: ReportFacts): SpendTable {
  const spans = Array.from({ length: weeksShown }, (_, i) => shiftSpan(week, -7 * (weeksShown - 1 - i)));
  const rows = spendSeries(lines, [by]).map((series) => ({
    name: series.values[0] ?? null,
    amounts: spans.map((span) => amountIn(series, span, data, basis)),
  }));
  const spent = ({ amounts }: { readonly amounts: readonly (string | null)[] }) =>
    amounts.some((amount) => amount !== null && amount !== '0');
  return { starts: spans.map(({ first }) => first), rows: rows.filter(spent) };
}

function unitCosts(lines: readonly SpendLine[], { runs, predictions, data, basis }: ReportFacts): readonly UnitCost[] {
  return [
    ...runCosts(runs, lines, data, basis),
    ...versionCosts(runs, lines, data, basis),
    ...predictionCosts(predictions, lines, data, basis),
  ];
}

function teamSpend(lines: readonly SpendLine[], { week, data, basis }: ReportFacts): readonly TeamSpend[] {
  return spendSeries(lines, ['label:team'])
    .map((series) => ({ team: series.values[0] ?? null, total: weekChange(series, week, data, basis) }))
    .sort((a, b) => compare(decimal(b.total.amount ?? '0'), decimal(a.total.amount ?? '0')));
}

/** Lines of the eight weeks that are shown: a currency that was used long ago is no news. */
function recent(lines: readonly SpendLine[], { week }: ReportFacts): readonly SpendLine[] {
  const first = shiftDay(week.last, 1 - 7 * weeksShown);
  return lines.filter(({ day }) => day >= first && day <= week.last);
}

function seriesOf(lines: readonly SpendLine[], currency: string): SpendSeries {
  return spendSeries(lines, [])[0] ?? { values: [], currency, byDay: new Map() };
}

function ownerOf({ project }: SpendLine, { owners }: ReportFacts): ProjectOwner | null {
  return project === null ? null : (owners.get(project) ?? null);
}
