import type { KnownBlock, TableBlock } from '@slack/types';
import type { CostDay } from '#domain/cost.ts';
import type { CostQuery } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan, Difference, UnitCost } from '#domain/cost-report.ts';
import { actions, context, header, sections, table } from './blocks.ts';
import { shownChart } from './chart.ts';
import { label } from './clean.ts';
import { costButtons } from './cost-buttons.ts';
import { spendChart } from './cost-chart.ts';
import { unitCostLine } from './cost-movers.ts';
import { basisText, changeText, dataText, spanText } from './cost-wording.ts';
import { type Message, message } from './frames.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import { costText, counted, dayText } from './wording.ts';

/** What was spent in one currency. Amounts are exact decimal text; null where nothing is known, which is not zero. */
export interface CostInCurrency {
  /** ISO 4217. */
  readonly currency: string;
  readonly total: string;
  /** Against as many days before; null where they are not known. */
  readonly before: Difference | null;
  readonly gross: string;
  readonly billed: string;
  /** By value of what it is split by, the dearest first; null for what has none. */
  readonly rows: readonly {
    readonly name: string | null;
    readonly amount: string;
    readonly before: Difference | null;
  }[];
  readonly days: readonly CostDay[];
  /** One amount a day. `other` is everything that has no series of its own. */
  readonly series: readonly {
    readonly name: string | null;
    readonly other: boolean;
    readonly amounts: readonly (string | null)[];
  }[];
}

/** The answer to `/mlops cost`. */
export interface CostAnswer {
  readonly query: CostQuery;
  /** What it is split by, and the filters, as they are typed. */
  readonly by: string;
  readonly text: string;
  /** The days of the question of which there is data; null for none. */
  readonly span: DaySpan | null;
  readonly data: DataSpan;
  /** IANA name of the zone whose days are meant. */
  readonly zone: string;
  readonly sources: readonly { readonly title: string; readonly read: boolean; readonly trouble: string | null }[];
  /** Whether older days are still being read for the first time. */
  readonly reading: boolean;
  /** The one with most lines first; never added. */
  readonly currencies: readonly CostInCurrency[];
  /** What serving cost for every thousand predictions, where one model is asked about that an endpoint serves. */
  readonly thousand: ThousandPredictions | null;
  /** What the newest runs of the one model cost that is asked about, and versions, the newest first; runs come first. */
  readonly training: readonly TrainingCost[];
}

/** Null as the currency of what is not known. */
export interface TrainingCost extends UnitCost {
  readonly currency: string | null;
}

/** Of the days of which both bill and usage are known. */
export interface ThousandPredictions {
  readonly predictions: number;
  readonly span: DaySpan;
  /** By currency; where it is not known, `because` says why, as a sentence. */
  readonly costs: readonly { readonly currency: string; readonly amount: string }[];
  readonly because: string | null;
}

const mostRows = 15;

const shown = new WeakMap<CostAnswer, Message>();

/**
 * Charts of two currencies at most and one table; every number that matters stands in text too. An answer that many get
 * is put into blocks once.
 */
export function costAnswer(state: CostAnswer): Message {
  const made = shown.get(state) ?? answerMessage(state);
  shown.set(state, made);
  return made;
}

function answerMessage(state: CostAnswer): Message {
  const { text, span, currencies } = state;
  const what = titleOf(text);
  if (span === null || currencies.length === 0) return message([...nothing(state, what), footer(state)]);
  const charts = currencies.slice(0, 2).map((one, at) => shownChart(spendChart(state, one, what), `cost-${at}`));
  const rows = tableOf(state);
  const blocks: KnownBlock[] = [
    header(`${what}: ${currencies.map(({ total, currency }) => costText({ amount: total, currency })).join(' and ')}`),
    ...sections([lead(state), ...(state.thousand === null ? [] : [thousandText(state.thousand)])], 500),
    ...sections(
      state.training.map((one) => unitCostLine(one, one.currency ?? '')),
      300,
      2,
    ),
    ...charts.flatMap((chart) => chart.blocks),
    rows,
    ...leftOut(state),
    footer(state),
    actions(costButtons(state)),
  ];
  return message(
    blocks,
    [],
    charts.flatMap(({ pictures }) => pictures),
  );
}

/** `Team fraud, env prod`. */
function titleOf(text: string): string {
  const words = text.replace(
    /(^|\s)(\w[\w-]*)=/g,
    (_, space: string, key: string) => `${space === '' ? '' : ', '}${key} `,
  );
  return text === '' ? 'All spend' : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** `From 27 Oct to 25 Nov, up 18% on the 30 days before (€3,491).` */
function lead({ span, currencies, query, data }: CostAnswer): Mrkdwn {
  if (span === null) return md``;
  const own = query.own ? md` This is your team; ${code('/mlops cost all')} shows everybody.` : md``;
  const early =
    data.firstDay !== null && query.first < data.firstDay ? ` There is no data before ${dayText(data.firstDay)}.` : '';
  const changes = currencies.map(({ before, currency }) =>
    before === null
      ? 'the days before are not known'
      : `${changeText(before, currency)} on as many days before (${costText({ amount: before.before, currency })})`,
  );
  return md`${spanText(span)}: ${changes.join('; ')}.${early}${own}`;
}

/** `Every thousand predictions cost €1.08 to serve: 1.2 million from 27 Oct to 25 Nov.` */
function thousandText({ predictions, span, costs, because }: ThousandPredictions): Mrkdwn {
  const days = `${dayText(span.first)} to ${dayText(span.last)}`;
  if (because !== null) return md`What a thousand predictions cost from ${days} is not known. ${because}`;
  const amounts = costs.map((cost) => costText(cost)).join(' and ');
  return md`Every thousand predictions cost ${amounts} to serve: ${countText(predictions)} from ${days}.`;
}

/** `1,240` or `1.2 million`. */
function countText(count: number): string {
  const long = count >= 1_000_000;
  return new Intl.NumberFormat(
    'en',
    long ? { notation: 'compact', compactDisplay: 'long', maximumFractionDigits: 1 } : {},
  ).format(count);
}

function tableOf({ currencies, by }: CostAnswer): TableBlock {
  const several = currencies.length > 1;
  const rows = currencies.flatMap(({ currency, total, rows: own }) =>
    own
      .slice(0, several ? Math.ceil(mostRows / currencies.length) : mostRows)
      .map(({ name, amount, before }) => [
        nameText(name),
        costText({ amount, currency }),
        shareText(amount, total),
        before === null ? '–' : changeText(before, currency),
      ]),
  );
  return table([[by, 'cost', 'share', 'change'], ...rows], ['left', 'right', 'right', 'right']);
}

function leftOut({ currencies }: CostAnswer): KnownBlock[] {
  const most = currencies.length > 1 ? Math.ceil(mostRows / currencies.length) : mostRows;
  const rest = currencies.flatMap(({ rows, currency }) => {
    const left = rows.slice(most);
    if (left.length === 0) return [];
    const sum = left.reduce((all, { amount }) => all + Number(amount), 0);
    return [`${counted(left.length, 'more row')}, about ${costText({ amount: sum.toFixed(2), currency })}`];
  });
  return rest.length === 0 ? [] : [context(md`${rest.join(' · ')}`)];
}

/** Why there is no number. */
function nothing({ sources, span, data, query, reading }: CostAnswer, what: string): KnownBlock[] {
  const troubles = sources.flatMap(({ title, trouble }) =>
    trouble === null ? [] : [md`${bold(label(title, 60))}: ${label(trouble, 500)}`],
  );
  const said = (sentence: Mrkdwn) => sections([sentence, ...troubles], 600);
  if (sources.length === 0) {
    return said(
      md`No bill is connected, so nothing is known of cost. Add a connection of kind ${code('bigquery-billing')} or ${code('focus-files')} to ${code('org.yaml')}.`,
    );
  }
  if (!sources.some(({ read }) => read))
    return said(md`The bill has not been read yet. That is tried at once and every night.`);
  if (data.firstDay === null)
    return said(md`The bill was read and holds nothing yet. Google fills a new export within a day or two.`);
  if (span === null) {
    return said(
      md`${spanText(query)} nothing is known: there is data from ${dayText(data.firstDay)}${data.through === null ? '' : ` to ${dayText(data.through)}`}.${reading ? ' Older days are being read now.' : ''}`,
    );
  }
  return said(md`${bold(label(what, 200))}: nothing was billed. ${spanText(span)} is known.`);
}

function footer(state: CostAnswer) {
  const { sources, query, currencies, reading } = state;
  const troubles = sources.flatMap(({ title, trouble }) =>
    trouble === null ? [] : [`${label(title, 60)} cannot be read at the moment: ${label(trouble, 300)}`],
  );
  const sums = currencies.map(
    ({ currency, gross, billed }) =>
      `billed ${costText({ amount: billed, currency })}, before credits ${costText({ amount: gross, currency })}`,
  );
  return context(
    md`${[dataText(state.data, state.zone), basisText(query.basis), ...sums, ...(reading ? ['older days are still being read'] : [])].join(' · ')}`,
    ...troubles.map((trouble) => md`${trouble}`),
  );
}

function nameText(name: string | null): string {
  return name === null ? '(none)' : label(name, 80);
}

function shareText(amount: string, total: string): string {
  const whole = Number(total);
  return whole > 0 ? `${((Number(amount) / whole) * 100).toFixed(1)}%` : '–';
}
