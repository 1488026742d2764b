import type { Budget } from '#domain/budget.ts';
import type { IdleFinding } from '#domain/cost-finding.ts';
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
import { reader, type SpendLine } from './dimension.ts';
import type { MoverFacts } from './mover-facts.ts';
import { topMovers } from './movers.ts';
import { priceChanges } from './price-changes.ts';
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
  readonly movers: Omit<MoverFacts, 'prices'>;
  /** Runs that ended in the weeks that are shown. */
  readonly runs: readonly BilledRun[];
  readonly predictions: readonly Predictions[];
  readonly idle: readonly IdleFinding[];
}

const weeksShown = 8;
const teamOf = reader('label:team');
const modelOf = reader('label:model');

/** How many days up to the week's last one a report looks at; those before are taken for unknown, never for zero. */
export const reportDays = 105;

/** What a team is told: its own spend, and beside it what lacks labels in the projects that are the team's. */
export function teamReport(team: string, facts: ReportFacts): TeamReport {
  const lines = facts.lines.filter((line) => teamOf(line) === team);
  const teamless = facts.lines.filter((line) => teamOf(line) === null && ownerOf(line, facts)?.team === team);
  const budgets = facts.budgets.filter(({ filters }) =>
    filters.some(({ by, values }) => by === 'label:team' && values.length === 1 && values[0] === team),
  );
  const models = new Set(lines.map((line) => modelOf(line)));
  const own = { ...facts, budgets, runs: facts.runs.filter(({ model }) => models.has(model)) };
  const predictions = facts.predictions.filter(({ model }) => models.has(model));
  const { week, zone, basis, data } = facts;
  const spent = currenciesOf(recent(lines, facts));
  const currencies = spent.map((currency) =>
    inCurrency({ currency, spent }, lines, [...lines, ...teamless], 'label:model', { ...own, predictions }),
  );
  return { team, week, zone, basis, data, currencies, idle: facts.idle.filter((finding) => finding.team === team) };
}

/** What finance is told: everything, by team. */
export function financeReport(facts: ReportFacts): FinanceReport {
  const { lines, week, zone, basis } = facts;
  const spent = currenciesOf(recent(lines, facts));
  const currencies = spent.map((currency) => {
    const own = lines.filter((line) => line.currency === currency);
    const whole = seriesOf(own, currency);
    const data = bounded(facts);
    return {
      ...inCurrency({ currency, spent }, lines, lines, 'label:team', facts),
      teams: teamSpend(own, { ...facts, data }),
      billed: amountIn(whole, week, data, 'billed'),
      gross: amountIn(whole, week, data, 'gross'),
    };
  });
  return { week, zone, basis, data: facts.data, currencies, idle: facts.idle };
}

/** Of the currencies with spend, the first also shows budgets in a currency that has none. */
function inCurrency(
  { currency, spent }: { readonly currency: string; readonly spent: readonly string[] },
  all: readonly SpendLine[],
  labelled: readonly SpendLine[],
  rows: CostDimension,
  facts: ReportFacts,
): CurrencyReport {
  const { week, basis } = facts;
  const data = bounded(facts);
  const of = (some: readonly SpendLine[]) => some.filter((line) => line.currency === currency);
  const [lines, covered] = [of(all), of(labelled)];
  const span = coverageSpan(data);
  const keys = facts.requiredLabels;
  return {
    currency,
    total: weekChange(seriesOf(lines, currency), week, data, basis),
    movers: topMovers(lines, of(facts.resources), week, data, basis, {
      ...facts.movers,
      prices: priceChanges(of(facts.lines), week, basis),
    }),
    weeks: weekTable(lines, rows, { ...facts, data }),
    coverage: span === null ? null : labelCoverage(covered, keys, span, basis),
    unlabelled: span === null ? [] : unlabelledSources(covered, keys, span, basis, facts.owners),
    budgets: facts.budgets
      .filter((budget) => budget.currency === currency || (spent[0] === currency && !spent.includes(budget.currency)))
      .map((budget) => budgetState(budget, facts.lines, week.last, data, basis)),
    unitCosts: unitCosts(lines, all, { ...facts, data }),
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

/** In one currency; what the bill has in another one only is told there. */
function unitCosts(
  lines: readonly SpendLine[],
  all: readonly SpendLine[],
  { runs, predictions, data, basis }: ReportFacts,
): readonly UnitCost[] {
  const here = new Set(lines.flatMap(billedTo));
  const anywhere = new Set(all.flatMap(billedTo));
  const told = (key: string) => here.has(key) || !anywhere.has(key);
  const ownRuns = runs.filter(({ billingId }) => told(`run ${billingId}`));
  const ownPredictions = predictions.filter(({ model }) => told(`model ${model}`));
  return [
    ...runCosts(ownRuns, lines, data, basis),
    ...versionCosts(ownRuns, lines, data, basis),
    ...predictionCosts(ownPredictions, lines, data, basis),
  ];
}

function billedTo(line: SpendLine): readonly string[] {
  return typeof line.runBillingId === 'string' ? [`run ${line.runBillingId}`] : [`model ${modelOf(line)}`];
}

/** Of days before those that are looked at nothing is said. */
function bounded({ data, week }: ReportFacts): DataSpan {
  const first = shiftDay(week.last, 1 - reportDays);
  return data.firstDay !== null && data.firstDay < first ? { ...data, firstDay: first } : data;
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
