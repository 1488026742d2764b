import { dayCount } from '#cost/day.ts';
import { difference, percentOf, shareOf, sumOf } from '#cost/money.ts';
import { financeReport, type ReportFacts, teamReport } from '#cost/report.ts';
import type {
  CurrencyReport,
  DataSpan,
  DaySpan,
  FinanceReport,
  LabelCoverage,
  Mover,
  TeamReport,
} from '#domain/cost-report.ts';
import type { Amount, DigestCost, DigestScope, DigestSpend } from '#domain/weekly-digest.ts';
import { readContent } from '#store/contents.ts';
import { costReportOf } from '#store/cost-reports.ts';
import { sumsByValue } from '#store/cost-sums.ts';
import { knownPart, partOf } from '../cost/ask-cost.ts';
import { knownData } from '../cost/known-data.ts';
import { reportFacts } from '../cost/report-facts.ts';
import type { Setting } from '../setting.ts';

const mostMovers = 5;

/** What a week cost, scope by scope: from the week's reports where they were made, else from the bill. */
export interface CostOfWeek {
  readonly of: (scope: DigestScope) => Promise<DigestCost | null>;
  /** What each model cost a day, by the value of its label. */
  readonly perDay: ReadonlyMap<string, Amount>;
}

/** Reads little until it is asked; what the whole bill says is read once at most. */
export async function costOfWeek(setting: Setting, week: DaySpan): Promise<CostOfWeek> {
  if (setting.costs.size === 0) return { of: async () => null, perDay: new Map() };
  const known = await knownData(setting);
  const whole = known.data.through !== null && known.data.through >= week.last;
  let facts: Promise<ReportFacts> | null = null;
  const fromBill = () => {
    facts ??= reportFacts(setting, known, week);
    return facts;
  };
  const reportOf = async (audience: string, make: (of: ReportFacts) => TeamReport | FinanceReport) => {
    const row = await costReportOf(setting.db, setting.workspaceId, week.first, audience);
    if (row !== null && row.report === null) return [];
    if (row !== null && row.report !== null) {
      const made = await readContent<TeamReport | FinanceReport>(setting.db, setting.workspaceId, row.report);
      return made.currencies;
    }
    return whole ? make(await fromBill()).currencies : null;
  };
  const ofTeam = async (team: string) => await reportOf(`team:${team}`, (of) => teamReport(team, of));
  return {
    perDay: await perDayOf(setting, week, known.data),
    of: async (scope) => {
      if (scope.kind === 'team') return costOf(await ofTeam(scope.team));
      if (scope.kind === 'organization' || scope.teams === null) {
        return costOf(await reportOf('finance', financeReport));
      }
      const teams: { readonly team: string; readonly currencies: readonly CurrencyReport[] | null }[] = [];
      for (const team of scope.teams) teams.push({ team, currencies: await ofTeam(team) });
      return together(teams);
    },
  };
}

type Told = CurrencyReport | FinanceReport['currencies'][number];

function costOf(currencies: readonly Told[] | null): DigestCost {
  return currencies === null ? { late: true, currencies: [] } : { late: false, currencies: currencies.map(spendOf) };
}

function spendOf(report: Told): DigestSpend {
  const { currency, total, movers, coverage, unlabelled } = report;
  const teams = 'teams' in report ? report.teams : [];
  return {
    currency,
    amount: total.amount,
    change: total.againstWeekBefore,
    movers,
    coverage,
    unlabelled,
    teams: teams.map(({ team, total: { amount, againstWeekBefore } }) => ({ team, amount, change: againstWeekBefore })),
  };
}

/** Several teams as one: sums are exact, and unknown where one of them is. */
function together(
  teams: readonly { readonly team: string; readonly currencies: readonly CurrencyReport[] | null }[],
): DigestCost {
  const known = teams.flatMap(({ team, currencies }) => (currencies ?? []).map((report) => ({ team, report })));
  const currencies = [...new Set(known.map(({ report }) => report.currency))];
  return {
    late: teams.some((one) => one.currencies === null),
    currencies: currencies.map((currency) => {
      const here = known.filter(({ report }) => report.currency === currency);
      const totals = here.map(({ report }) => report.total);
      const amount = sumOrNull(totals.map((total) => total.amount));
      const before = sumOrNull(totals.map((total) => total.againstWeekBefore?.before ?? null));
      return {
        currency,
        amount,
        change: amount === null || before === null ? null : difference(amount, before),
        movers: largest(here.flatMap(({ report }) => report.movers)),
        coverage: coverageOf(here.flatMap(({ report }) => report.coverage ?? [])),
        unlabelled: here
          .flatMap(({ report }) => report.unlabelled)
          .toSorted((a, b) => Number(b.amount) - Number(a.amount))
          .slice(0, mostMovers),
        teams: here
          .map(({ team, report: { total } }) => ({ team, amount: total.amount, change: total.againstWeekBefore }))
          .toSorted((a, b) => Number(b.amount ?? 0) - Number(a.amount ?? 0)),
      };
    }),
  };
}

function largest(movers: readonly Mover[]): readonly Mover[] {
  return movers.toSorted((a, b) => Math.abs(Number(b.delta)) - Math.abs(Number(a.delta))).slice(0, mostMovers);
}

function coverageOf(all: readonly LabelCoverage[]): LabelCoverage | null {
  const [first] = all;
  if (first === undefined) return null;
  const sum = (of: (one: LabelCoverage) => string) => sumOf(all.map(of));
  const [spend, labelled] = [sum((one) => one.spend), sum((one) => one.labelled)];
  const neverAttributed = sum((one) => one.neverAttributed);
  return { span: first.span, spend, labelled, percent: percentOf(labelled, spend), neverAttributed, byKey: [] };
}

function sumOrNull(amounts: readonly (string | null)[]): string | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 || known.length < amounts.length ? null : sumOf(known);
}

/** Over the days of the week that have data; a model that was billed in two currencies is left out. */
async function perDayOf(setting: Setting, week: DaySpan, data: DataSpan): Promise<ReadonlyMap<string, Amount>> {
  const span = knownPart(week, data);
  if (span === null) return new Map();
  const sums = await sumsByValue(setting.db, partOf(setting, { by: 'label:model', filters: [] }), span);
  const days = dayCount(span);
  const amounts = new Map<string, Amount>();
  const twice = new Set<string>();
  for (const { value, currency, effective } of sums) {
    if (value === null) continue;
    if (amounts.has(value)) twice.add(value);
    amounts.set(value, { amount: shareOf(effective, days), currency });
  }
  for (const value of twice) amounts.delete(value);
  return amounts;
}
