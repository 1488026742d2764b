import type { KnownBlock } from '@slack/types';
import type { Chart } from '#charts/chart.ts';
import type { CurrencyReport, DaySpan, FinanceReport, SpendChange, TeamReport } from '#domain/cost-report.ts';
import { actions, button, context, header, section, sections, table } from './blocks.ts';
import { type ShownChart, shownChart } from './chart.ts';
import { label } from './clean.ts';
import { budgetLine, moverLine, unitCostLine } from './cost-movers.ts';
import { basisText, changeText, dataText } from './cost-wording.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import { costText, counted, dayText } from './wording.ts';

const mostUnits = 4;
const mostIdle = 5;

/** What a team's channel or finance is told of a week: totals, a chart of eight weeks, what moved and what is open. */
export function costReport(report: TeamReport | FinanceReport): Message {
  const { week, zone, data, basis, currencies, idle } = report;
  const team = 'team' in report ? report.team : null;
  const charts = currencies.slice(0, 2).map((one, at) => shownChart(weeksChart(one, team), `weeks-${at}`));
  const blocks: KnownBlock[] = [
    header(`${team === null ? 'All teams' : `Team ${label(team, 40)}`}: ${headline(currencies)}`),
    ...currencies.slice(0, 3).flatMap((one, at) => currencyBlocks(one, week, charts[at], currencies.length > 1)),
    ...('team' in report ? [] : teamsTable(report)),
    ...idleBlocks(idle),
    context(md`${dataText(data, zone)} · ${basisText(basis)}${financeSums(report)}`),
    actions(buttons(team, report)),
  ];
  return message(
    blocks,
    [],
    charts.flatMap(({ pictures }) => pictures),
  );
}

/** `€4,120 last week, up 18%`. */
function headline(currencies: readonly CurrencyReport[]): string {
  const [only] = currencies;
  const amounts = currencies.map(({ total, currency }) => amountText(total.amount, currency)).join(' and ');
  const change = currencies.length === 1 ? (only?.total.againstWeekBefore ?? null) : null;
  return `${amounts} last week${change === null || only === undefined ? '' : `, ${changeText(change, only.currency)}`}`;
}

function currencyBlocks(
  report: CurrencyReport,
  week: DaySpan,
  chart: ShownChart | undefined,
  several: boolean,
): readonly KnownBlock[] {
  const { currency, movers, budgets, unitCosts } = report;
  const part = (title: string, lines: readonly Mrkdwn[]) =>
    lines.length === 0 ? [] : sections([md`${bold(title)}`, ...lines], 400, 2);
  return [
    section(md`${several ? md`${bold(currency)} ` : md``}${changes(report.total, currency, week)}`),
    ...(chart?.blocks ?? []),
    ...part(
      'Moved most',
      movers.map((mover) => moverLine(mover, currency)),
    ),
    ...part('Labels', labelLines(report)),
    ...part('Budgets', budgets.slice(0, 10).map(budgetLine)),
    ...part(
      'What one costs',
      unitCosts.slice(0, mostUnits).map((unit) => unitCostLine(unit, currency)),
    ),
  ];
}

/** The week beside those before, and the month so far. */
function changes(
  { amount, againstWeekBefore, againstFourWeeks, month }: SpendChange,
  currency: string,
  week: DaySpan,
): string {
  const span = `${dayText(week.first)} to ${dayText(week.last)}: ${amountText(amount, currency)}`;
  const before =
    againstWeekBefore === null
      ? 'the week before is not known'
      : `${changeText(againstWeekBefore, currency)} on the week before`;
  const four = againstFourWeeks === null ? '' : `, ${changeText(againstFourWeeks, currency)} on the mean of four weeks`;
  if (month === null) return `${span}, ${before}${four}.`;
  const than =
    month.before === null ? '' : `, ${changeText(month.before, currency)} on as many days of the month before`;
  return `${span}, ${before}${four}. The month so far: ${amountText(month.amount, currency)}${than}.`;
}

function labelLines({ coverage, unlabelled, currency }: CurrencyReport): readonly Mrkdwn[] {
  if (coverage === null || coverage.percent === null) return [];
  const of = (amount: string) => costText({ amount, currency });
  const missing =
    Number(coverage.neverAttributed) === 0
      ? md`all of it can be attributed`
      : md`${of(coverage.neverAttributed)} can never be attributed, since labels do not reach back`;
  const sources = unlabelled.map(({ service, project, amount, lacking, fixer }) => {
    const who = fixer === null ? 'nobody is named for it' : [fixer.team, fixer.owner].filter(Boolean).join(', ');
    return md`${of(amount)} ${label(service, 60)} in ${label(project ?? '(no project)', 60)} lacks ${code(lacking.join(', '))} · ${label(who, 80)}`;
  });
  const span = `${dayText(coverage.span.first)} to ${dayText(coverage.span.last)}`;
  return [md`${coverage.percent}% of spend from ${span} has all its labels; ${missing}`, ...sources];
}

function idleBlocks(idle: TeamReport['idle']): KnownBlock[] {
  if (idle.length === 0) return [];
  const lines = idle.slice(0, mostIdle).map(({ name, costPerDay, sentence }) => {
    const price = costPerDay === null ? '' : `, ${costText(costPerDay)} a day`;
    return md`${code(label(name, 60))}${price}: ${label(sentence, 200)}`;
  });
  const rest = idle.length > mostIdle ? [md`${counted(idle.length - mostIdle, 'more thing')} left on`] : [];
  return sections([md`${bold('Left on')}`, ...lines, ...rest], 400, 2);
}

/** Every team beside the others; each currency in rows of its own. */
function teamsTable({ currencies }: FinanceReport): KnownBlock[] {
  const rows = currencies.flatMap(({ currency, teams }) =>
    teams
      .slice(0, 30)
      .map(({ team, total }) => [
        team === null ? '(no team)' : label(team, 60),
        amountText(total.amount, currency),
        total.againstWeekBefore === null ? '–' : changeText(total.againstWeekBefore, currency),
        total.againstFourWeeks === null ? '–' : changeText(total.againstFourWeeks, currency),
      ]),
  );
  if (rows.length === 0) return [];
  return [
    table(
      [['team', 'last week', 'week before', 'four weeks'], ...rows.slice(0, 60)],
      ['left', 'right', 'right', 'right'],
    ),
  ];
}

function financeSums(report: TeamReport | FinanceReport): string {
  if ('team' in report) return '';
  const sums = report.currencies.map(
    ({ currency, billed, gross }) =>
      ` · ${currency}: billed ${amountText(billed, currency)}, before credits ${amountText(gross, currency)}`,
  );
  return sums.join('');
}

function weeksChart({ weeks, currency, total }: CurrencyReport, team: string | null): Chart {
  const by = team === null ? 'team' : 'model';
  const last = (amounts: readonly (string | null)[]) => Number(amounts.at(-1) ?? 0);
  const rows = [...weeks.rows].sort((a, b) => last(b.amounts) - last(a.amounts));
  return {
    kind: 'stacked',
    title: `Eight weeks by ${by}`,
    summary: `${amountText(total.amount, currency)} last week.`,
    categories: { scale: 'names', names: weeks.starts.map((start) => dayText(start)) },
    unit: { kind: 'money', currency },
    series: rows.map(({ name, amounts }) => ({
      name: name ?? '(none)',
      values: amounts.map((amount) => (amount === null ? null : Number(amount))),
    })),
  };
}

/** The file has the days of the chart. */
function buttons(team: string | null, { week, currencies }: TeamReport | FinanceReport) {
  const what = team === null ? 'all' : `team=${team}`;
  const asked = (by: string) => ({ text: `${what} --by ${by} --last 30d` });
  return [
    ...(team === null ? [button('By team', encodeIntent('cost-by-team', asked('team')))] : []),
    button('By model', encodeIntent('cost-by-model', asked('model'))),
    button('By env', encodeIntent('cost-by-env', asked('env'))),
    button('By service', encodeIntent('cost-by-service', asked('service'))),
    button(
      'CSV',
      encodeIntent('cost-csv', { text: what, first: currencies[0]?.weeks.starts[0] ?? week.first, last: week.last }),
      {
        spoken: 'Send me the rows behind this as a CSV file',
      },
    ),
  ];
}

function amountText(amount: string | null, currency: string): string {
  return amount === null ? 'not known' : costText({ amount, currency });
}
